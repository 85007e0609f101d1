import { defineLab } from "#contract";

export default defineLab({
  id: "high-water-mark",
  part: "how-it-works",
  place: 7,
  title: { en: "When the queues are full", "zh-cn": "队列满了以后" },
  summary: {
    en: "Fill queues to their marks, see who waits and who drops, and count what was dropped.",
    "zh-cn": "把队列填到水位线，看谁等待、谁丢弃，并数出丢了多少。",
  },
  minutes: 30,
  concepts: [
    { en: "high-water marks", "zh-cn": "高水位线（HWM）" },
    { en: "PUSH waits, PUB drops", "zh-cn": "PUSH 等待，PUB 丢弃" },
    { en: "numbers against gaps", "zh-cn": "用编号发现缺口" },
  ],
  programs: {
    idle: { file: "idle.ts", args: [], editable: false },
    fill: { file: "fill.ts", args: [], editable: true },
    news: { file: "news.ts", args: [], editable: false },
    reader: { file: "reader.ts", args: [], editable: true },
  },
  terminals: [
    {
      id: "fill",
      title: { en: "Fill", "zh-cn": "填充" },
      program: "fill",
      ready: { when: "started" },
    },
    {
      id: "idle",
      title: { en: "Idle", "zh-cn": "闲置" },
      program: "idle",
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "news",
      title: { en: "News", "zh-cn": "新闻" },
      program: "news",
      ready: { when: "listening", port: 5556 },
    },
    {
      id: "reader",
      title: { en: "Reader", "zh-cn": "读者" },
      program: "reader",
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "fill",
      sockets: [
        {
          type: "PUSH",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
        },
      ],
    },
    {
      terminal: "idle",
      sockets: [
        { type: "PULL", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "news",
      sockets: [
        { type: "PUB", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "reader",
      sockets: [
        { type: "SUB", action: "connect", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
  ],
  checks: [
    {
      id: "full-at-the-marks",
      title: {
        en: "The filler sets both marks, and tells after how many messages there is no room",
        "zh-cn": "填充程序设置两个水位线，并说明多少条消息之后没有空间",
      },
      points: 3,
      hints: [
        {
          en: "A mark is an option of a socket: `sendHighWaterMark` of the one, `receiveHighWaterMark` of the other. Set them before the socket connects.",
          "zh-cn":
            "水位线是套接字的选项：一个是 `sendHighWaterMark`，另一个是 `receiveHighWaterMark`。要在连接之前设置。",
        },
        {
          en: "`sendTimeout` is for how many milliseconds a send() may look for room. Then it fails with EAGAIN.",
          "zh-cn":
            "`sendTimeout` 规定 send() 可以找空间多少毫秒，之后以 EAGAIN 失败。",
        },
        {
          en: '`try { await push.send(…); count += 1; } catch (error) { if (error.code !== "EAGAIN") throw error; full = true; }`',
        },
      ],
      step: "write-fill",
      todosIn: ["fill.ts"],
    },
    {
      id: "full-with-a-peer",
      title: {
        en: "With a peer that does not receive, it fills all there is on the way",
        "zh-cn": "对方不接收时，它把途中的一切都填满",
      },
      points: 2,
      hints: [
        {
          en: "A message that has found no room at once may find some a moment later: the background thread needs its time.",
          "zh-cn": "一时没有空间的消息，稍后可能就有：后台线程需要时间。",
        },
        { en: "sendTimeout: Number(patience)" },
      ],
      step: "write-fill",
      todosIn: ["fill.ts"],
    },
    {
      id: "counts-what-is-missing",
      title: {
        en: "The reader counts all news that it has missed",
        "zh-cn": "读者数出它错过的所有新闻",
      },
      points: 3,
      hints: [
        {
          en: "Keep the number of the last news. When the next one is one more, nothing is missing.",
          "zh-cn": "记住上一条新闻的编号。下一条正好大一，就没有缺。",
        },
        {
          en: "What was published before your first news is not missed: you were not there.",
          "zh-cn": "第一条之前发布的不算错过：那时你还不在。",
        },
        {
          en: "if (last !== undefined) missed += number - last - 1;",
        },
      ],
      step: "write-reader",
      todosIn: ["reader.ts"],
    },
    {
      id: "with-the-others",
      title: {
        en: "With the given programs both work as they should",
        "zh-cn": "与给定的程序一起，两者都正常工作",
      },
      points: 1,
      hints: [
        {
          en: "Run idle and fill with tcp, then news and reader, and read what they print.",
          "zh-cn":
            "用 tcp 运行 idle 和 fill，再运行 news 和 reader，看它们打印什么。",
        },
      ],
      step: "run-news",
      todosIn: [],
    },
  ],
});
