import type { LocalizedText } from "#contract";

/** What the panel says of earlier versions of the files. */
export const versionTexts = {
  versions: { en: "Earlier versions", "zh-cn": "早期版本" },
  versionsAbout: {
    en: "Each time your files are reset or restored, what was there is kept. Here you can look at it, compare it with your files as they are now, and bring it back.",
    "zh-cn":
      "每次重置或恢复文件时，原来的内容都会保留。你可以在这里查看它，与现在的文件比较，并把它恢复回来。",
  },
  noVersions: {
    en: "There are none yet. The first is kept when you press “Reset files”.",
    "zh-cn": "现在还没有。按“重置文件”时会保留第一个。",
  },
  versionsLoading: { en: "Loading…", "zh-cn": "正在加载…" },
  versionsFailed: {
    en: "This could not be loaded from the lab runner. Nothing is lost: close this window and open it again.",
    "zh-cn": "无法从实验运行器加载。什么都没有丢失：请关闭此窗口后再打开。",
  },
  beforeReset: { en: "before a reset", "zh-cn": "重置之前" },
  beforeRestore: {
    en: "before a version was brought back",
    "zh-cn": "恢复某个版本之前",
  },
  versionFiles: { en: "Files of this version", "zh-cn": "这个版本的文件" },
  versionDiffers: { en: "other than now", "zh-cn": "与现在不同" },
  versionSame: { en: "the same as now", "zh-cn": "与现在相同" },
  versionLacks: {
    en: "not in this version; it stays as it is now",
    "zh-cn": "不在这个版本中；保持现在的样子",
  },
  onlyEarlier: {
    en: "only in this version: comes back",
    "zh-cn": "只在这个版本中：会恢复",
  },
  onlyNow: {
    en: "only in your files now: goes",
    "zh-cn": "只在现在的文件中：会去掉",
  },
  nothingDiffers: {
    en: "Your files are the same as in this version.",
    "zh-cn": "你的文件与这个版本相同。",
  },
  conflictBeforeRestore: {
    en: "A file has two versions. Choose one in the editor first.",
    "zh-cn": "有文件存在两个版本。请先在编辑器中选择一个。",
  },
  restore: { en: "Bring these files back", "zh-cn": "恢复这些文件" },
  close: { en: "Close", "zh-cn": "关闭" },
  restoreDone: {
    en: "The earlier version of your files is back.",
    "zh-cn": "文件已恢复为早期版本。",
  },
  keptAsVersion: {
    en: "What you had is kept under “Earlier versions” in the editor.",
    "zh-cn": "原来的内容保存在编辑器的“早期版本”中。",
  },
} satisfies Record<string, LocalizedText>;
