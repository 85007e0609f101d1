// Imports run one way (see the architecture page). Each folder of the runner, and what it may import besides itself.
const layers = {
  contract: [],
  sandbox: ["contract"],
  catalog: ["contract"],
  workspace: ["catalog", "contract"],
  progress: ["workspace", "catalog", "contract"],
  session: ["sandbox", "workspace", "progress", "catalog", "contract"],
  grading: ["sandbox", "workspace", "progress", "catalog", "contract"],
  server: [
    "session",
    "grading",
    "sandbox",
    "workspace",
    "progress",
    "catalog",
    "contract",
  ],
  commands: [
    "server",
    "session",
    "grading",
    "sandbox",
    "workspace",
    "progress",
    "catalog",
    "contract",
  ],
};

const oneWay = Object.entries(layers).map(([layer, below]) => ({
  name: `${layer}-imports-only-below`,
  severity: "error",
  from: { path: `^runner/${layer}/` },
  to: {
    path: "^(runner|site|labs|test)/",
    pathNot: `^runner/(${[layer, ...below].join("|")})/`,
  },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(astro:|virtual:)" },
    },
    ...oneWay,
    {
      name: "contract-needs-zod-only",
      severity: "error",
      from: { path: "^runner/contract/" },
      to: { pathNot: "^(runner/contract/|node_modules/zod/)" },
    },
    {
      name: "browser-sees-only-the-contract",
      severity: "error",
      from: { path: "^site/src/(lab-panel|client)/" },
      to: { path: "^(runner|labs|test)/", pathNot: "^runner/contract/" },
    },
    {
      name: "site-builds-from-contract-and-catalog",
      severity: "error",
      from: { path: "^site/" },
      to: { path: "^(runner|test)/", pathNot: "^runner/(contract|catalog)/" },
    },
    {
      name: "no-zeromq-in-the-site",
      severity: "error",
      from: { path: "^site/" },
      to: { path: "node_modules/zeromq/" },
    },
    {
      name: "manifests-are-data",
      severity: "error",
      from: { path: "^labs/[^/]+/lab\\.ts$" },
      to: { pathNot: "^runner/contract/" },
    },
    {
      name: "mistakes-are-data",
      severity: "error",
      from: { path: "^labs/([^/]+)/mistakes\\.ts$" },
      to: { pathNot: "^(runner/contract/|labs/$1/lab\\.ts$)" },
    },
    {
      name: "graders-use-the-authoring-face",
      severity: "error",
      from: { path: "^labs/[^/]+/grader\\.ts$" },
      to: {
        pathNot: "^(runner/grading/index\\.ts$|node_modules/zeromq/|labs/)",
      },
    },
    // Within grading: what graders are written with, the process beside the submission, what runs in the runner.
    {
      name: "grader-process-knows-nothing-of-runs",
      severity: "error",
      from: { path: "^runner/grading/(grader|author|channel)/" },
      to: { path: "^runner/grading/(run|verify)/" },
    },
    {
      name: "runs-reach-the-grader-by-its-channel",
      severity: "error",
      from: { path: "^runner/grading/(run|verify|author)/" },
      to: { path: "^runner/grading/grader/" },
    },
    {
      name: "programs-use-zeromq-and-node",
      severity: "error",
      from: { path: "^labs/[^/]+/(programs|starter|solution|alternatives)/" },
      to: { path: "^(runner|site|test)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.astro)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: [
        "import",
        "node",
        "svelte",
        "browser",
        "default",
        "types",
      ],
      extensions: [".ts", ".js", ".svelte", ".astro", ".json"],
    },
  },
};
