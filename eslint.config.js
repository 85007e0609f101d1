import js from "@eslint/js";
import astro from "eslint-plugin-astro";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

export default ts.config(
  {
    ignores: [
      "node_modules/",
      "workspace/",
      ".labs/",
      "site/dist/",
      "**/.astro/",
      // Students' first steps, wrong on purpose; right answers in styles that are not ours.
      "labs/*/starter/",
      "labs/*/alternatives/",
      "test/fixtures/",
      "test/artifacts/",
    ],
  },
  js.configs.recommended,
  { languageOptions: { globals: globals.node } },
  {
    files: ["runner/**/*.ts", "labs/**/*.ts", "test/**/*.ts"],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `Promise<X | void>` says best what a race with a mere ending gives.
      "@typescript-eslint/no-invalid-void-type": "off",
      // Terminals speak in control characters.
      "no-control-regex": "off",
      // Closing over `this` never happens here: no class hands out its methods.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["site/**/*.ts", "site/**/*.svelte", "site/**/*.astro"],
    extends: [ts.configs.recommended],
    languageOptions: { globals: { ...globals.browser } },
  },
  ...svelte.configs.recommended,
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  ...astro.configs.recommended,
);
