/** Lets the parent ask this process for a garbage collection before it reads how much memory is used. Needs `--expose-gc`. */
export function collectOnRequest(): void {
  process.on("message", () => {
    global.gc?.();
    process.send?.("collected");
  });
  process.once("disconnect", () => process.exit());
}
