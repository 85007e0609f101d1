import type { LocalizedText } from "#contract";

/** What the panel says of the error that a program died of, besides what the runner explains. */
export const troubleTexts = {
  openLine: {
    en: "Open {file} at line {line}",
    "zh-cn": "打开 {file} 第 {line} 行",
  },
  heldBy: {
    en: "The program in {title} has it.",
    "zh-cn": "它正被 {title} 中的程序占用。",
  },
  heldHere: {
    en: "An earlier program of this terminal still has it: `fg` brings it back, and Ctrl+C ends it then.",
    "zh-cn":
      "它仍被本终端中较早的程序占用：用 `fg` 调回该程序，再按 Ctrl+C 结束它。",
  },
} satisfies Record<string, LocalizedText>;
