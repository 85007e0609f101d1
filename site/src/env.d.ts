/// <reference types="astro/client" />

declare module "virtual:labs" {
  /** The labs that can be used, in course order. */
  export const labs: import("./integrations/labs.ts").PageLab[];
  /** What is wrong, lab by lab. A lab that cannot be used stands here and not in `labs`. */
  export const problems: import("./integrations/labs.ts").PageProblem[];
  /** Whether pages say what is wrong, where a build for students would end with an error. */
  export const tolerant: boolean;
}
