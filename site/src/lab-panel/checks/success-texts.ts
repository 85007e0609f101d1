import type { LocalizedText } from "#contract";

/** What the panel says when every check has passed. */
export const successTexts = {
  lessonDone: { en: "Done. Now you can:", "zh-cn": "完成。现在你能够：" },
  lessonDoneShort: { en: "Done.", "zh-cn": "完成。" },
  nextLesson: { en: "The next lesson:", "zh-cn": "下一课：" },
  lastLesson: {
    en: "This was the last lesson.",
    "zh-cn": "这是最后一课。",
  },
  allLessons: { en: "All lessons", "zh-cn": "全部课程" },
} satisfies Record<string, LocalizedText>;
