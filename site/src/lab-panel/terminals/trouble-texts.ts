import type { LocalizedText } from "#contract";

/** What the panel says of the error that a program died of, besides what the runner explains. */
export const troubleTexts = {
  openLine: {
    en: "Open {file} at line {line}",
    "zh-cn": "打开 {file} 第 {line} 行",
  },
} satisfies Record<string, LocalizedText>;
