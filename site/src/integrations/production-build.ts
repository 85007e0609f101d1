import type { AstroIntegration } from "astro";

/**
 * A build is for students, whoever starts it: with the NODE_ENV of a test runner the pages would get the development
 * builds of their libraries, and a search that says it does not work.
 */
export function productionBuild(): AstroIntegration {
  return {
    name: "production-build",
    hooks: {
      "astro:config:setup": ({ command }) => {
        if (command === "build") process.env["NODE_ENV"] = "production";
      },
    },
  };
}
