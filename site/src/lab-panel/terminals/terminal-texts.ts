import type { LocalizedText } from "#contract";

/** The words around the terminals. */
export const terminalTexts = {
  terminals: { en: "Terminals", "zh-cn": "终端" },
  terminalLabel: {
    en: "Terminal {title}. F6 leaves it.",
    "zh-cn": "终端 {title}。按 F6 离开。",
  },
  run: { en: "Run", "zh-cn": "运行" },
  runTitle: { en: "Run {title}", "zh-cn": "运行 {title}" },
  stop: { en: "Stop", "zh-cn": "停止" },
  stopTitle: { en: "Stop {title}", "zh-cn": "停止 {title}" },
  reopen: { en: "Reopen", "zh-cn": "重新打开" },
  reopenTitle: { en: "Reopen {title}", "zh-cn": "重新打开 {title}" },
  idle: { en: "ready", "zh-cn": "就绪" },
  running: { en: "running", "zh-cn": "运行中" },
  starting: { en: "starting…", "zh-cn": "正在启动…" },
  stopping: { en: "stopping…", "zh-cn": "正在停止…" },
  exited: { en: "exited {code}", "zh-cn": "已退出 {code}" },
  interrupted: { en: "stopped by Ctrl+C", "zh-cn": "被 Ctrl+C 停止" },
  suspended: { en: "suspended by Ctrl+Z", "zh-cn": "被 Ctrl+Z 挂起" },
  closed: { en: "closed", "zh-cn": "已关闭" },
  suspendedToo: { en: "{count} suspended", "zh-cn": "{count} 个已挂起" },
  heldSuspended: {
    en: "Port {port} is held by `{command}` (pid {pid}), which is suspended in {title}.",
    "zh-cn":
      "端口 {port} 被 `{command}`（pid {pid}）占用，它在 {title} 中被挂起。",
  },
  heldRunning: {
    en: "Port {port} is held by `{command}` (pid {pid}), started in {title}.",
    "zh-cn": "端口 {port} 被 `{command}`（pid {pid}）占用，它由 {title} 启动。",
  },
  heldNowhere: {
    en: "Port {port} is held by `{command}` (pid {pid}), which belongs to no terminal any more.",
    "zh-cn":
      "端口 {port} 被 `{command}`（pid {pid}）占用，它已不属于任何终端。",
  },
  heldOutside: {
    en: "Port {port} is held by `{command}` (pid {pid}), which does not belong to this lab.",
    "zh-cn": "端口 {port} 被 `{command}`（pid {pid}）占用，它不属于本实验。",
  },
  heldUnknown: {
    en: "Port {port} is held by a program of another user of this machine.",
    "zh-cn": "端口 {port} 被这台机器上另一个用户的程序占用。",
  },
  endHolder: { en: "End it", "zh-cn": "结束它" },
  endHolderAndRun: { en: "End it and run", "zh-cn": "结束它并运行" },
  startedBefore: {
    en: "Started before your last change to {files}.",
    "zh-cn": "启动于你最近一次修改 {files} 之前。",
  },
  restart: { en: "Restart", "zh-cn": "重新启动" },
  restartTitle: { en: "Restart {title}", "zh-cn": "重新启动 {title}" },
  bell: { en: "bell", "zh-cn": "响铃" },
  maximise: { en: "Maximise {title}", "zh-cn": "最大化 {title}" },
  restoreSize: { en: "Back to all terminals", "zh-cn": "返回全部终端" },
  more: { en: "More about {title}", "zh-cn": "{title} 的更多操作" },
  find: { en: "Find", "zh-cn": "查找" },
  findNext: { en: "Next match", "zh-cn": "下一处" },
  findPrevious: { en: "Previous match", "zh-cn": "上一处" },
  findNone: { en: "no match", "zh-cn": "没有匹配" },
  findCount: {
    en: "{index} of {count}",
    "zh-cn": "第 {index} 处，共 {count} 处",
  },
  close: { en: "Close", "zh-cn": "关闭" },
  clear: { en: "Clear", "zh-cn": "清屏" },
  copySelection: { en: "Copy", "zh-cn": "复制" },
  paste: { en: "Paste", "zh-cn": "粘贴" },
  transcript: { en: "Transcript as text…", "zh-cn": "文本记录…" },
  transcriptOf: { en: "Transcript of {title}", "zh-cn": "{title} 的记录" },
  download: { en: "Download", "zh-cn": "下载" },
  largerText: { en: "Larger text", "zh-cn": "放大文字" },
  smallerText: { en: "Smaller text", "zh-cn": "缩小文字" },
  allTerminals: { en: "All terminals", "zh-cn": "全部终端" },
  screenReader: { en: "Screen reader mode", "zh-cn": "屏幕阅读器模式" },
  leaveKey: {
    en: "F6 leaves a terminal, Shift+F6 goes back.",
    "zh-cn": "F6 离开终端，Shift+F6 返回。",
  },
  copied: {
    en: "Copied. Without a selection, Ctrl+C stops the program.",
    "zh-cn": "已复制。没有选中内容时，Ctrl+C 会停止程序。",
  },
  copyRefused: {
    en: "The browser did not allow copying.",
    "zh-cn": "浏览器不允许复制。",
  },
  pasteRefused: {
    en: "The browser did not allow pasting. Try Ctrl+V.",
    "zh-cn": "浏览器不允许粘贴。请试试 Ctrl+V。",
  },
  nothingRan: {
    en: "Nothing has run since the lab was opened.",
    "zh-cn": "打开本实验以来还没有运行过程序。",
  },
} satisfies Record<string, LocalizedText>;
