// One file: the words of the panel stand side by side, so that they fit each other.
import { textIn, type Locale, type LocalizedText } from "#contract";
import { successTexts } from "./checks/success-texts.ts";
import { findTexts } from "./editor/find-texts.ts";
import { playbackTexts } from "./playback/playback-texts.ts";
import { terminalTexts } from "./terminals/terminal-texts.ts";
import { troubleTexts } from "./terminals/trouble-texts.ts";
import { versionTexts } from "./versions/version-texts.ts";

/** The words of the panel. Places for values are written `{name}`. */
const texts = {
  ...playbackTexts,
  ...terminalTexts,
  ...successTexts,
  ...troubleTexts,
  ...findTexts,
  ...versionTexts,

  // The lab as a whole.
  runAll: { en: "Run all", "zh-cn": "全部运行" },
  runAllTitle: {
    en: "Stop everything, then run the programs one after the other, each when the one before is ready",
    "zh-cn": "先全部停止，再依次运行各程序：前一个就绪后才启动下一个",
  },
  stopAll: { en: "Stop all", "zh-cn": "全部停止" },
  check: { en: "Check my work", "zh-cn": "检查我的作业" },
  cancelCheck: { en: "Cancel check", "zh-cn": "取消检查" },
  startingTerminal: { en: "Starting {title}…", "zh-cn": "正在启动 {title}…" },
  runningCount: {
    en: "{running} of {all} programs run",
    "zh-cn": "{all} 个程序中有 {running} 个在运行",
  },
  dismiss: { en: "Dismiss", "zh-cn": "关闭" },
  diagram: { en: "Diagram", "zh-cn": "示意图" },
  resizeEditor: { en: "Height of the editor", "zh-cn": "编辑器的高度" },
  resizeChecks: { en: "Height of the checks", "zh-cn": "检查区的高度" },

  // How strongly the programs are kept apart.
  isolated: { en: "isolated", "zh-cn": "已隔离" },
  isolatedTitle: {
    en: "The programs of this lab have a network and processes of their own, and see none of this machine's files but theirs.",
    "zh-cn":
      "本实验的程序有自己的网络和进程，除自己的文件外看不到这台机器上的任何文件。",
  },
  namespaced: { en: "own network", "zh-cn": "独立网络" },
  namespacedTitle: {
    en: "The programs of this lab have a network and processes of their own, but can read this machine's files as you can.",
    "zh-cn":
      "本实验的程序有自己的网络和进程，但能像你一样读取这台机器上的文件。",
  },
  none: { en: "not isolated", "zh-cn": "未隔离" },
  noneTitle: {
    en: "The programs of this lab run on this machine as if you had started them yourself. Their ports are the machine's.",
    "zh-cn":
      "本实验的程序就像由你亲自启动一样在这台机器上运行，使用的是本机的端口。",
  },
  remedy: { en: "To keep them apart better:", "zh-cn": "若要加强隔离：" },

  // The figures in the lesson.
  figures: { en: "Figures of your runs", "zh-cn": "你的运行数据" },
  notMeasured: { en: "not measured yet", "zh-cn": "尚未测量" },

  // The connection.
  connecting: {
    en: "Connecting to the lab runner…",
    "zh-cn": "正在连接实验运行器…",
  },
  away: {
    en: "The lab runner is not running. Start it with `npm start` in the course's folder; this page finds it by itself.",
    "zh-cn":
      "实验运行器没有运行。请在课程文件夹中执行 `npm start` 启动它；本页会自动找到它。",
  },
  unauthorised: {
    en: "The lab runner does not know this browser. Open the link that `npm start` printed.",
    "zh-cn": "实验运行器不认识这个浏览器。请打开 `npm start` 打印出的链接。",
  },
  outdated: {
    en: "This page and the lab runner are of different versions. Reload the page.",
    "zh-cn": "本页与实验运行器的版本不同。请重新加载本页。",
  },
  reload: { en: "Reload", "zh-cn": "重新加载" },
  loadFailed: {
    en: "A part of this page could not be loaded. Reload the page.",
    "zh-cn": "本页有一部分未能加载。请重新加载本页。",
  },

  // The editor.
  editor: { en: "Editor", "zh-cn": "编辑器" },
  files: { en: "Files", "zh-cn": "文件" },
  given: { en: "given", "zh-cn": "已提供" },
  givenTitle: {
    en: "Given: read it, it is not yours to change.",
    "zh-cn": "已提供：供阅读，不可修改。",
  },
  readOnly: { en: "Given, read only", "zh-cn": "已提供，只读" },
  editorHelp: {
    en: "Tab indents. Press Escape, then Tab, to leave the editor.",
    "zh-cn": "Tab 键缩进。要离开编辑器，先按 Escape，再按 Tab。",
  },
  saved: { en: "Saved", "zh-cn": "已保存" },
  saving: { en: "Saving…", "zh-cn": "正在保存…" },
  editing: { en: "Editing…", "zh-cn": "正在编辑…" },
  notSaved: { en: "Not saved: {reason}", "zh-cn": "未保存：{reason}" },
  reasonAway: { en: "runner away", "zh-cn": "运行器不在" },
  reasonTooLarge: { en: "over 256 KB", "zh-cn": "超过 256 KB" },
  reasonConflict: { en: "two versions", "zh-cn": "有两个版本" },
  conflict: {
    en: "{file} also changed on disk. Both versions are kept until you choose.",
    "zh-cn": "{file} 在磁盘上也被修改了。在你选择之前，两个版本都会保留。",
  },
  keepMine: { en: "Keep mine", "zh-cn": "保留我的" },
  takeDisk: { en: "Take the one on disk", "zh-cn": "采用磁盘上的" },
  showDisk: { en: "Show the one on disk", "zh-cn": "查看磁盘上的" },
  gone: { en: "Gone from the disk", "zh-cn": "磁盘上已不存在" },
  goneText: {
    en: "{file} was deleted. The editor still has its last text.",
    "zh-cn": "{file} 已被删除。编辑器里还保留着最后的内容。",
  },
  bringBack: { en: "Bring it back", "zh-cn": "恢复文件" },
  conflictFirst: {
    en: "{file} has two versions. Choose one in the editor first.",
    "zh-cn": "{file} 有两个版本。请先在编辑器中选择一个。",
  },
  saveFirst: {
    en: "{file} could not be saved, so nothing was started.",
    "zh-cn": "{file} 未能保存，因此什么都没有启动。",
  },
  reset: { en: "Reset files", "zh-cn": "重置文件" },
  resetQuestion: {
    en: "Bring back the files as they were at the start? What you have now is kept, and you can undo this.",
    "zh-cn": "要恢复到最初的文件吗？现在的内容会保留，你可以撤销。",
  },
  resetYes: { en: "Reset", "zh-cn": "重置" },
  resetNo: { en: "Keep my work", "zh-cn": "保留我的作业" },
  resetDone: {
    en: "The files are as they were at the start.",
    "zh-cn": "文件已恢复到最初的样子。",
  },
  undo: { en: "Undo", "zh-cn": "撤销" },

  // Checks.
  checks: { en: "Checks", "zh-cn": "检查" },
  points: {
    en: "Points: {points} of {maximum}",
    "zh-cn": "{points} / {maximum} 分",
  },
  latestPoints: { en: "Latest: {points}", "zh-cn": "最近一次：{points} 分" },
  latestPointsTitle: {
    en: "A check that has passed once counts for good. This is what the latest check found.",
    "zh-cn": "通过一次的检查永远算数。这里是最近一次检查的结果。",
  },
  resultIsOld: {
    en: "From before your last change",
    "zh-cn": "来自你最近一次修改之前",
  },
  passedBefore: { en: "passed before", "zh-cn": "曾经通过" },
  worth: { en: "Points: {maximum}", "zh-cn": "{maximum} 分" },
  seconds: { en: "{seconds} s", "zh-cn": "{seconds} 秒" },
  notChecked: { en: "not checked yet", "zh-cn": "尚未检查" },
  checking: { en: "checking…", "zh-cn": "检查中…" },
  checkingNow: { en: "Checking…", "zh-cn": "正在检查…" },
  waiting: { en: "waiting", "zh-cn": "等待中" },
  pass: { en: "passed", "zh-cn": "通过" },
  fail: { en: "not yet", "zh-cn": "尚未通过" },
  timeout: { en: "waited in vain", "zh-cn": "没有等到" },
  skipped: { en: "skipped", "zh-cn": "已跳过" },
  error: { en: "the check broke", "zh-cn": "检查本身出错" },
  moreRoom: { en: "More room for the checks", "zh-cn": "扩大检查区" },
  lessRoom: { en: "Less room for the checks", "zh-cn": "缩小检查区" },
  errorHelp: {
    en: "This is a defect of the check, not of your work. It costs you no points; tell the lab's author.",
    "zh-cn":
      "这是检查本身的缺陷，不是你的作业的问题。不会扣分；请告诉实验的作者。",
  },
  expected: { en: "Expected", "zh-cn": "应为" },
  seen: { en: "Seen", "zh-cn": "实际" },
  tryNext: { en: "Look at", "zh-cn": "接下来看" },
  showHint: {
    en: "Show a hint ({next} of {count})",
    "zh-cn": "显示提示（{next} / {count}）",
  },
  hint: { en: "Hint {number}", "zh-cn": "提示 {number}" },
  evidence: { en: "What the programs printed", "zh-cn": "程序的输出" },
  allPassed: {
    en: "All {count} checks passed.",
    "zh-cn": "全部 {count} 项检查通过。",
  },
  somePassed: {
    en: "{passed} of {count} checks passed.",
    "zh-cn": "{count} 项检查中通过了 {passed} 项。",
  },
  checkSays: { en: "{title}: {state}.", "zh-cn": "{title}：{state}。" },
  checkCancelled: { en: "The check was cancelled.", "zh-cn": "检查已取消。" },
} satisfies Record<string, LocalizedText>;

export type TextName = keyof typeof texts;

/** A text of the panel with its places filled in. */
export type Say = (
  name: TextName,
  values?: Record<string, string | number>,
) => string;

/** The panel's texts in one language. */
export function createSay(locale: Locale): Say {
  return (name, values = {}) =>
    textIn(texts[name], locale).replaceAll(/\{(\w+)\}/g, (place, key: string) =>
      String(values[key] ?? place),
    );
}
