import { defineLab } from "#contract";

export default defineLab({
  id: "async-inproc",
  part: "how-it-works",
  place: 5,
  title: { en: "Two functions, one process", "zh-cn": "两个函数，一个进程" },
  summary: {
    en: "Run a worker and a client as two functions in one process, and end both without cutting anything off.",
    "zh-cn":
      "在一个进程里以两个函数运行工作者和客户端，并在不截断任何事的情况下结束。",
  },
  minutes: 20,
  concepts: [
    { en: "inproc endpoints and contexts", "zh-cn": "inproc 端点与上下文" },
    { en: "async functions side by side", "zh-cn": "并行的异步函数" },
    { en: "ending by closing", "zh-cn": "用关闭来结束" },
  ],
  programs: {
    service: { file: "service.ts", args: [], editable: true },
    order: { file: "order.ts", args: [], editable: false },
  },
  terminals: [
    {
      id: "together",
      title: { en: "Both in one", "zh-cn": "合在一起" },
      program: "service",
      args: ["inproc://work", "both"],
      ready: { when: "started" },
    },
    {
      id: "worker",
      title: { en: "Worker alone", "zh-cn": "单独的工作者" },
      program: "service",
      args: ["tcp://127.0.0.1:5555", "worker"],
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "client",
      title: { en: "Client alone", "zh-cn": "单独的客户端" },
      program: "service",
      args: ["tcp://127.0.0.1:5555", "client"],
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "together",
      sockets: [
        { type: "REQ", action: "connect", endpoints: ["inproc://work"] },
        { type: "REP", action: "bind", endpoints: ["inproc://work"] },
      ],
    },
    {
      terminal: "client",
      sockets: [
        { type: "REQ", action: "connect", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "worker",
      sockets: [
        { type: "REP", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
  ],
  checks: [
    {
      id: "one-process",
      title: {
        en: "In one process the client gets all replies, and then both functions end",
        "zh-cn": "在一个进程里，客户端得到全部应答，然后两个函数都结束",
      },
      points: 3,
      hints: [
        {
          en: "await work() waits until the worker has ended. Without await it only begins.",
          "zh-cn": "await work() 会等到工作者结束；不写 await 就只是开始。",
        },
        {
          en: "Keep the promise of the worker, await the client, and close the worker's socket. That ends its loop.",
          "zh-cn":
            "保存工作者的 promise，等待客户端，然后关闭工作者的套接字：它的循环就此结束。",
        },
        {
          en: "const worked = work(); await ask(); worker.close(); await worked;",
          "zh-cn":
            "const worked = work(); await ask(); worker.close(); await worked;",
        },
      ],
      step: "write-both",
    },
    {
      id: "each-alone",
      title: {
        en: "Over tcp worker and client run alone, with others, and end on Ctrl+C",
        "zh-cn": "通过 tcp，工作者与客户端各自单独运行，并在 Ctrl+C 时结束",
      },
      points: 2,
      hints: [
        {
          en: "A program ends by itself when nothing is left to wait for. Close the sockets that wait.",
          "zh-cn": "没有什么可等时程序会自行结束。关闭正在等待的套接字。",
        },
        {
          en: "In the SIGINT handler: worker.close(); client.close();",
          "zh-cn": "在 SIGINT 处理函数里：worker.close(); client.close();",
        },
      ],
      step: "write-stop",
    },
    {
      id: "nothing-cut-off",
      title: {
        en: "On Ctrl+C a request that was begun still gets its reply, and no other is begun",
        "zh-cn": "按下 Ctrl+C 时，已开始的请求仍得到应答，不再开始新的",
      },
      points: 3,
      hints: [
        {
          en: "process.exit() ends everything at once: the pause, the reply that was to come, and what is still unsent.",
          "zh-cn":
            "process.exit() 立即结束一切：停顿、将要发出的应答、尚未发出的消息。",
        },
        {
          en: "While the worker is working, close nothing. Its loop ends behind the reply, since stop is aborted.",
          "zh-cn":
            "工作者正在工作时不要关闭任何东西：stop 已中止，循环会在应答之后结束。",
        },
        {
          en: "stop.abort(); if (working) return; worker.close(); client.close();",
          "zh-cn":
            "stop.abort(); if (working) return; worker.close(); client.close();",
        },
      ],
      step: "write-stop",
    },
  ],
});
