import type { TestProjectInlineConfiguration } from "vitest/config";

/** How a set of test files runs. */
export interface TestSet {
  /** The project's name; that of the others is `<name>, alone`. */
  name: string;
  include: string[];
  exclude?: string[];
  /** Those of them that load the whole machine, or measure it. */
  alone: string[];
  /** How many of the others run at a time. */
  workers: number;
  /** What holds for all of them. */
  options: NonNullable<TestProjectInlineConfiguration["test"]>;
}

/** The Vitest projects of a set of tests: those that may run beside others, and then the rest, one file after the other. */
export function projectsOf({
  name,
  include,
  exclude = [],
  alone,
  workers,
  options,
}: TestSet): TestProjectInlineConfiguration[] {
  const common = { ...options, pool: "forks" as const };
  return [
    {
      test: {
        ...common,
        name,
        include,
        exclude: [...alone, ...exclude],
        maxWorkers: workers,
      },
    },
    {
      test: {
        ...common,
        name: `${name}, alone`,
        include: alone,
        maxWorkers: 1,
        fileParallelism: false,
        sequence: { groupOrder: 1 },
      },
    },
  ];
}
