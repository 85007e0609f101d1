import { defineMistakes, lines } from "#contract";
import lab from "./lab.ts";

const send = "await tasks.send(`${name}-${number}`);";
const connects = "for (const endpoint of managers) tasks.connect(endpoint);";

export default defineMistakes(lab, {
  publishes: {
    what: "The manager publishes: every worker would get every task.",
    edits: [
      {
        file: "manager.ts",
        replace: "import { Push }",
        by: "import { Publisher }",
      },
      { file: "manager.ts", replace: "new Push", by: "new Publisher" },
    ],
    fails: "manager-hands-out",
    says: ["has a PUSH socket"],
  },
  "once-for-each-worker": {
    what: "The manager sends each task as often as there are workers.",
    edits: [
      {
        file: "manager.ts",
        replace: send,
        by: `for (let times = 0; times < Number(workers); times += 1)\n      ${send}`,
      },
    ],
    fails: "manager-hands-out",
    says: ["each once"],
  },
  "counts-from-zero": {
    what: "The first task has the number 0.",
    edits: [
      {
        file: "manager.ts",
        replace: "let number = 1; number <= Number(count)",
        by: "let number = 0; number < Number(count)",
      },
    ],
    fails: "manager-hands-out",
    says: ["each once", "-0,"],
  },
  "one-message": {
    what: "All tasks go out as frames of one message, to one worker.",
    edits: [
      {
        file: "manager.ts",
        replace: lines(
          "  for (let number = 1; number <= Number(count); number += 1)",
          `    ${send}`,
        ),
        by: "  await tasks.send(Array.from({ length: Number(count) }, (_, i) => `${name}-${i + 1}`));",
      },
    ],
    fails: "manager-hands-out",
    says: ["each once", " | "],
  },
  "before-ready": {
    what: "The manager sends before all workers are there.",
    edits: [{ file: "manager.ts", replace: "  await ready;\n", by: "" }],
    fails: "manager-hands-out",
    says: ["await ready"],
  },
  "one-manager": {
    what: "The worker connects to the first manager only.",
    edits: [
      {
        file: "worker.ts",
        replace: connects,
        by: 'tasks.connect(managers[0] ?? "");',
      },
    ],
    fails: "worker-serves-all",
    says: ["every endpoint"],
  },
  "two-managers": {
    what: "The worker connects to the two managers of the lesson, whatever its arguments say.",
    edits: [
      {
        file: "worker.ts",
        replace: connects,
        by: 'tasks.connect("tcp://127.0.0.1:5555");\ntasks.connect("tcp://127.0.0.1:5556");',
      },
    ],
    fails: "worker-serves-all",
    says: ["every endpoint"],
  },
  "counts-all": {
    what: "The worker counts the tasks of all managers together.",
    edits: [
      {
        file: "worker.ts",
        replace: "(counts.get(manager) ?? 0) + 1",
        by: "[...counts.values()].reduce((a, b) => a + b, 0) + 1",
      },
    ],
    fails: "worker-serves-all",
    says: ["of this manager alone"],
  },
  "never-stored": {
    what: "The worker never puts the new count back.",
    edits: [
      {
        file: "worker.ts",
        replace: "    counts.set(manager, count);\n",
        by: "",
      },
    ],
    fails: "worker-serves-all",
    says: ["of this manager alone"],
  },
  "number-as-count": {
    what: "The worker takes the number of the task for its count.",
    edits: [
      {
        file: "worker.ts",
        replace: lines(
          '    const [manager = ""] = task.split("-");',
          "    const count = (counts.get(manager) ?? 0) + 1;",
        ),
        by: lines(
          '    const [manager = "", number] = task.split("-");',
          "    const count = Number(number);",
        ),
      },
    ],
    fails: "worker-serves-all",
    says: ["of this manager alone"],
  },
  "no-work": {
    what: "The worker counts a task before it has done it.",
    edits: [
      {
        file: "worker.ts",
        replace: "    await sleep(Number(work), undefined, stop);\n",
        by: "    void sleep(Number(work), undefined, stop);\n",
      },
    ],
    fails: "worker-serves-all",
    says: ["before it was done"],
  },
  "deaf-at-work": {
    what: "Ctrl+C closes the socket, but not the work: the worker goes on for as long as that takes.",
    edits: [{ file: "worker.ts", replace: "  stop.abort();\n", by: "" }],
    fails: "worker-serves-all",
    says: ["in the middle of a task"],
  },
});
