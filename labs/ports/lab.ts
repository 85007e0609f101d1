import { defineLab } from "#contract";

export default defineLab({
  id: "ports",
  part: "phase-1",
  place: 3,
  title: { en: "Who holds the port?", "zh-cn": "谁占用了端口？" },
  summary: {
    en: "Say plainly that a port is taken, end in good order, and find out who holds a port.",
    "zh-cn": "清楚地说明端口被占用，有序地结束，并查出谁占用了端口。",
  },
  minutes: 25,
  concepts: [
    { en: "EADDRINUSE", "zh-cn": "EADDRINUSE" },
    {
      en: "Signals: Ctrl+C, Ctrl+Z, kill",
      "zh-cn": "信号：Ctrl+C、Ctrl+Z、kill",
    },
    { en: "ss and fuser", "zh-cn": "ss 与 fuser" },
  ],
  programs: {
    server: { file: "server.ts", args: [], editable: true },
    again: { file: "again.ts", args: [], editable: false },
  },
  terminals: [
    {
      id: "server-1",
      title: { en: "Server 1", "zh-cn": "服务器 1" },
      program: "server",
      args: ["1"],
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "server-2",
      title: { en: "Server 2", "zh-cn": "服务器 2" },
      program: "server",
      args: ["2", "tcp://127.0.0.1:5556"],
      ready: { when: "listening", port: 5556 },
    },
    {
      id: "shell",
      title: { en: "Shell", "zh-cn": "命令行" },
      program: "again",
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "server-1",
      sockets: [
        { type: "PAIR", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "server-2",
      sockets: [
        { type: "PAIR", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "shell",
      sockets: [
        { type: "PAIR", action: "bind", endpoints: ["tcp://127.0.0.1:5557"] },
      ],
    },
  ],
  checks: [
    {
      id: "says-it-is-taken",
      title: {
        en: "A server whose port is taken says so, with code and address, and exits with 1",
        "zh-cn": "端口被占用时，服务器说明错误代码和地址，并以 1 退出",
      },
      points: 3,
      hints: [
        {
          en: "`await pair.bind(…)` throws. The error has a `code`.",
          "zh-cn": "`await pair.bind(…)` 会抛出错误。这个错误带有 `code`。",
        },
        {
          en: "Catch only this one: when `error.code` is something else, throw the error again.",
          "zh-cn": "只捕获这一种：如果 `error.code` 是别的，就把错误再抛出去。",
        },
        {
          en: "``console.error(`server ${name}: ${error.code}, ${endpoint} is taken`); process.exitCode = 1;``",
        },
      ],
      step: "write-taken",
    },
    {
      id: "ends-in-order",
      title: {
        en: "On Ctrl+C and on kill the server closes its socket and exits with 0",
        "zh-cn": "按 Ctrl+C 或用 kill 时，服务器关闭套接字并以 0 退出",
      },
      points: 3,
      hints: [
        {
          en: "Ctrl+C sends SIGINT, and `kill` sends SIGTERM. Without a handler both end the program at once.",
          "zh-cn":
            "Ctrl+C 发送 SIGINT，`kill` 发送 SIGTERM。没有处理函数时，两者都会立即结束程序。",
        },
        {
          en: '`process.once("SIGINT", () => pair.close());` and the same for "SIGTERM".',
          "zh-cn":
            '`process.once("SIGINT", () => pair.close());` 对 "SIGTERM" 也一样。',
        },
      ],
      step: "write-signals",
    },
    {
      id: "one-after-the-other",
      title: {
        en: "The second server harms nobody, and has the port when the first has ended",
        "zh-cn": "第二个服务器不妨碍别人，等第一个结束后就能用这个端口",
      },
      points: 2,
      hints: [
        {
          en: "A server whose port is taken ends. It takes no other port, and it ends nobody else.",
          "zh-cn": "端口被占用的服务器自己结束：不换端口，也不结束别的程序。",
        },
      ],
      step: "run-both",
    },
  ],
});
