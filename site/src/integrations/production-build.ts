import type { AstroIntegration } from "astro";

/** Variables that Vite's pages read as `import.meta.env`: a test runner's own would come into the pages. */
const testRunners = ["BASE_URL", "DEV", "MODE", "PROD", "SSR"];

/**
 * A build is for students, whoever starts it: with the environment of a test runner the pages would get the development
 * builds of their libraries, and a search that says it does not work.
 */
export function productionBuild(): AstroIntegration {
  return {
    name: "production-build",
    hooks: {
      "astro:config:setup": ({ command }) => {
        if (command !== "build") return;
        process.env["NODE_ENV"] = "production";
        for (const name of testRunners) delete process.env[name];
      },
    },
  };
}
