/// <reference types="astro/client" />

declare module "virtual:labs" {
  /** The labs of the course, in course order. */
  export const labs: import("./integrations/labs.ts").PageLab[];
}
