import { defineLab } from "#contract";

export default defineLab({
  id: "disconnected",
  part: "how-it-works",
  place: 2,
  title: { en: "Disconnected", "zh-cn": "断开之后" },
  summary: {
    en: "Connect to nobody, serve one asker after the other, and see what a lost connection takes with it.",
    "zh-cn":
      "向无人处连接，依次服务一个又一个请求者，并看清断开的连接带走了什么。",
  },
  minutes: 25,
  concepts: [
    { en: "connecting before anybody binds", "zh-cn": "先连接，后绑定" },
    { en: "reconnecting in the background", "zh-cn": "后台重连" },
    {
      en: "lost requests and stale replies",
      "zh-cn": "丢失的请求与过时的应答",
    },
  ],
  programs: {
    answerer: { file: "answerer.ts", args: [], editable: true },
    asker: { file: "asker.ts", args: ["Ann"], editable: false },
  },
  terminals: [
    {
      id: "answerer",
      title: { en: "Answerer", "zh-cn": "应答者" },
      program: "answerer",
      ready: { when: "started" },
    },
    {
      id: "asker",
      title: { en: "Asker", "zh-cn": "请求者" },
      program: "asker",
      args: ["Ann", "one", "two", "three"],
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "asker",
      sockets: [
        { type: "REQ", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "answerer",
      sockets: [
        { type: "REP", action: "connect", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
  ],
  checks: [
    {
      id: "connects-first",
      title: {
        en: "The answerer connects to nobody, waits, and tells when an asker is there",
        "zh-cn": "应答者先行连接并等待，请求者到来时会说明",
      },
      points: 2,
      hints: [
        {
          en: "connect() returns at once and proves nothing. An event of the socket tells when somebody is there.",
          "zh-cn":
            "connect() 立即返回，不能说明任何事。套接字的事件会告诉你何时有人。",
        },
        {
          en: '`answerer.events.on("handshake", () => console.log("an asker is there"));`',
          "zh-cn":
            '`answerer.events.on("handshake", () => console.log("an asker is there"));`',
        },
      ],
      step: "write-arrivals",
    },
    {
      id: "one-after-another",
      title: {
        en: "One answerer serves all askers, one after the other, and counts on",
        "zh-cn": "同一个应答者依次服务所有请求者，并持续计数",
      },
      points: 3,
      hints: [
        {
          en: "When an asker has gone there is nothing to do: the socket goes on trying by itself.",
          "zh-cn": "请求者离开后什么都不用做：套接字会自行重试。",
        },
        {
          en: "On the event disconnect only print. Close the socket on Ctrl+C, and nowhere else.",
          "zh-cn": "disconnect 事件只需打印。只在 Ctrl+C 时关闭套接字。",
        },
        {
          en: "One `let count = 0` outside the loop, and `count += 1` for each request.",
          "zh-cn": "在循环外写 let count = 0，每个请求 count += 1。",
        },
      ],
      step: "write-staying",
    },
    {
      id: "restarts",
      title: {
        en: "An asker goes on with a new answerer, and a stopped one ends cleanly",
        "zh-cn": "换了新的应答者，请求者照常继续；被停止的应答者干净退出",
      },
      points: 2,
      hints: [
        {
          en: "The request that nobody could take waits in the asker. A new answerer needs only to connect.",
          "zh-cn": "无人接收的请求在请求者那里等待，新的应答者只需连接。",
        },
        {
          en: "On Ctrl+C the socket is closed. What was waiting then fails with EAGAIN or EBADF: let these two pass.",
          "zh-cn":
            "Ctrl+C 时关闭套接字，等待中的操作以 EAGAIN 或 EBADF 失败：放过这两个。",
        },
      ],
      step: "restart-between",
    },
  ],
});
