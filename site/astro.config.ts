import mdx from "@astrojs/mdx";
import starlight from "@astrojs/starlight";
import svelte from "@astrojs/svelte";
import { defineConfig } from "astro/config";
import { createRequire } from "node:module";
import { compressed } from "./src/integrations/compressed.ts";
import { productionBuild } from "./src/integrations/production-build.ts";

// Astro runs this file in a Vite module runner that is closed before the hooks run. The catalog imports the labs' manifests
// at that time, so Node itself has to load it.
const { labs } = createRequire(import.meta.url)(
  "./src/integrations/labs.ts",
) as typeof import("./src/integrations/labs.ts");

export default defineConfig({
  // The one place that knows the path prefix: everything else asks `import.meta.env.BASE_URL` or links relatively.
  base: "/",
  trailingSlash: "always",
  integrations: [
    productionBuild(),
    labs(),
    starlight({
      title: "ZeroMQ Labs",
      description:
        "An interactive course on distributed messaging with ZeroMQ.",
      favicon: "/favicon.svg",
      locales: { root: { label: "English", lang: "en" } },
      customCss: [
        "./src/styles/fonts.css",
        "./src/styles/palette.css",
        "./src/styles/page.css",
        "./src/styles/prose.css",
      ],
      components: {
        Head: "./src/components/overrides/Head.astro",
        PageFrame: "./src/components/overrides/PageFrame.astro",
        Pagination: "./src/components/overrides/Pagination.astro",
        PageTitle: "./src/components/overrides/PageTitle.astro",
        Sidebar: "./src/components/overrides/Sidebar.astro",
        SkipLink: "./src/components/overrides/SkipLink.astro",
        SiteTitle: "./src/components/overrides/SiteTitle.astro",
      },
      routeMiddleware: "./src/route-data.ts",
      sidebar: [
        // The lessons come before it: `src/route-data.ts` puts them there, in the course's order.
        {
          label: "Reference",
          items: [{ autogenerate: { directory: "reference" } }],
        },
        { label: "Guide", items: [{ autogenerate: { directory: "guide" } }] },
      ],
      expressiveCode: {
        themes: ["github-dark", "github-light"],
        styleOverrides: {
          borderRadius: "10px",
          borderColor: "var(--line)",
          codeBackground: "var(--sunken)",
          codeFontSize: "0.84rem",
          frames: {
            shadowColor: "transparent",
            editorBackground: "var(--sunken)",
            terminalBackground: "var(--sunken)",
            terminalTitlebarBackground: "var(--surface)",
            editorTabBarBackground: "var(--surface)",
            editorActiveTabBackground: "var(--sunken)",
          },
        },
      },
      pagefind: true,
      credits: false,
    }),
    mdx(),
    svelte(),
    compressed(),
  ],
});
