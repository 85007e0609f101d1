import { defineLab } from "#contract";

export default defineLab({
  id: "lockstep",
  part: "phase-2",
  place: 3,
  title: { en: "Lockstep", "zh-cn": "步步交替" },
  summary: {
    en: "Break the turns of a REQ socket on purpose, read its errors, and let many askers share one socket.",
    "zh-cn":
      "故意打破 REQ 套接字的轮次，读懂它的错误，再让多个提问者共用一个套接字。",
  },
  minutes: 25,
  concepts: [
    { en: "EFSM: not its turn", "zh-cn": "EFSM：还没轮到" },
    { en: "EBUSY: two at once", "zh-cn": "EBUSY：同时两个" },
    { en: "promises that stay pending", "zh-cn": "一直未决的 promise" },
  ],
  programs: {
    turns: { file: "turns.ts", args: [], editable: true },
    client: { file: "client.ts", args: [], editable: true },
    server: {
      file: "server.ts",
      args: ["A", "300"],
      editable: false,
      from: "many-servers",
    },
  },
  terminals: [
    {
      id: "server",
      title: { en: "Server", "zh-cn": "服务器" },
      program: "server",
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "turns",
      title: { en: "Turns", "zh-cn": "轮次" },
      program: "turns",
      args: ["send", "send", "receive", "send"],
      ready: { when: "started" },
    },
    {
      id: "client",
      title: { en: "Client", "zh-cn": "客户端" },
      program: "client",
      args: ["price", "stock", "weight"],
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "turns",
      sockets: [
        { type: "REQ", action: "connect", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "client",
      sockets: [
        { type: "REQ", action: "connect", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "server",
      sockets: [
        { type: "REP", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
  ],
  checks: [
    {
      id: "names-errors",
      title: {
        en: "Turns says of each step that fails with which code, and goes on",
        "zh-cn": "turns 对每个失败的步骤说明错误代码，然后继续",
      },
      points: 4,
      hints: [
        {
          en: "Without a timeout there is no error: what is not its turn stays pending. Give the socket both timeouts first.",
          "zh-cn":
            "没有超时就没有错误：没轮到的操作一直未决。先给套接字加上两个超时。",
        },
        {
          en: "`new Request({ linger: 0, sendTimeout: 0, receiveTimeout: 2_000 })`",
        },
        {
          en: "In the catch block: ``const { code } = error as NodeJS.ErrnoException; console.log(`step ${number}: failed with ${code}`);``",
          "zh-cn":
            "在 catch 块中：``const { code } = error as NodeJS.ErrnoException; console.log(`step ${number}: failed with ${code}`);``",
        },
      ],
      step: "write-turns",
      todosIn: ["turns.ts"],
    },
    {
      id: "one-by-one",
      title: {
        en: "The client asks one question after the other through one socket, and each asker gets its own answer",
        "zh-cn": "客户端通过一个套接字逐个提问，每个提问者得到自己的答复",
      },
      points: 4,
      hints: [
        {
          en: "The parts do not know each other. What they share is `ask`: let it remember who asked last.",
          "zh-cn": "各部分互不相识，它们共用的是 `ask`：让它记住最后一个提问。",
        },
        {
          en: "Keep the promise of the last answer outside the function. A new question begins when that one has settled, and leaves its own promise there.",
          "zh-cn":
            "在函数之外保存最后一个答复的 promise。新的问题等它完成后开始，并把自己的 promise 放在那里。",
        },
        {
          en: "`let free: Promise<unknown> = Promise.resolve();` and in ask: `const answer = free.then(async () => { … }); free = answer; return answer;`",
          "zh-cn":
            "`let free: Promise<unknown> = Promise.resolve();` 在 ask 中：`const answer = free.then(async () => { … }); free = answer; return answer;`",
        },
      ],
      step: "write-ask",
      todosIn: ["client.ts"],
    },
    {
      id: "with-server",
      title: {
        en: "Both work with the server, and the client stops cleanly on Ctrl+C",
        "zh-cn": "两者都能与服务器一起工作，客户端能用 Ctrl+C 正常停止",
      },
      points: 2,
      hints: [
        {
          en: "Run the server, then each of the two. Each ends by itself.",
          "zh-cn": "运行服务器，再分别运行两个程序。它们都会自行结束。",
        },
        {
          en: "Ctrl+C closes the socket, and what was waiting fails. `client.closed` tells that end from others.",
          "zh-cn":
            "Ctrl+C 关闭套接字，正在等待的操作失败。`client.closed` 可以区分这种结束。",
        },
      ],
      step: "write-ask",
      todosIn: [],
    },
  ],
});
