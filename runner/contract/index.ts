/** The contract between labs, runner and site. Authors import it as `#contract`. */
export * from "./admission.ts";
export * from "./answers.ts";
export * from "./course-part.ts";
export * from "./errors.ts";
export * from "./inline-code.ts";
export * from "./lab-view.ts";
export * from "./localized.ts";
export * from "./manifest.ts";
export * from "./mistake.ts";
export * from "./ports.ts";
export * from "./protocol.ts";
export * from "./frames.ts";
export * from "./api.ts";
export * from "./asciicast.ts";
export * from "./recording.ts";
export * from "./result.ts";
