import { defineLab } from "#contract";

export default defineLab({
  id: "queue",
  part: "devices",
  place: 3,
  title: { en: "A queue in the middle", "zh-cn": "中间的队列" },
  summary: {
    en: "Put a queue between clients and workers, so that neither has to know the other.",
    "zh-cn": "在客户端与工作者之间放一个队列，让双方互不相识。",
  },
  minutes: 25,
  concepts: [
    { en: "ROUTER and DEALER sockets", "zh-cn": "ROUTER 与 DEALER 套接字" },
    { en: "The envelope of a request", "zh-cn": "请求的信封" },
    { en: "Requests side by side", "zh-cn": "并行的请求" },
  ],
  programs: {
    queue: { file: "queue.ts", args: [], editable: true },
    worker: { file: "worker.ts", args: [], editable: false },
    client: { file: "client.ts", args: [], editable: false },
    relay: { file: "relay.ts", args: [], editable: false },
  },
  terminals: [
    {
      id: "queue",
      title: { en: "Queue", "zh-cn": "队列" },
      program: "queue",
      ready: { when: "listening", port: 5556 },
    },
    {
      id: "worker-1",
      title: { en: "Worker 1", "zh-cn": "工作者 1" },
      program: "worker",
      args: ["worker-1", "100"],
      ready: { when: "printed", text: "waits for work" },
    },
    {
      id: "worker-2",
      title: { en: "Worker 2, slow", "zh-cn": "工作者 2（慢）" },
      program: "worker",
      args: ["worker-2", "600"],
      ready: { when: "printed", text: "waits for work" },
    },
    {
      id: "client-1",
      title: { en: "Client 1", "zh-cn": "客户端 1" },
      program: "client",
      args: ["client-1", "6"],
      ready: { when: "started" },
    },
    {
      id: "client-2",
      title: { en: "Client 2", "zh-cn": "客户端 2" },
      program: "client",
      args: ["client-2", "6"],
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "client-1",
      sockets: [
        { type: "REQ", action: "connect", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "client-2",
      sockets: [
        { type: "REQ", action: "connect", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "queue",
      sockets: [
        { type: "ROUTER", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
        { type: "DEALER", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "worker-1",
      sockets: [
        { type: "REP", action: "connect", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "worker-2",
      sockets: [
        { type: "REP", action: "connect", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
  ],
  checks: [
    {
      id: "finds-owner",
      title: {
        en: "Requests reach a worker as they are, and replies reach their owners",
        "zh-cn": "请求原样到达工作者，答复回到各自的主人",
      },
      points: 3,
      hints: [
        {
          en: "The first frames of a message are its envelope. They say whose it is. Send on all frames, as they came.",
          "zh-cn": "消息的头几帧是信封，说明它属于谁。所有帧都要原样转发。",
        },
        {
          en: "Replies need a way as well: from back to front.",
          "zh-cn": "答复也需要一条路：从 back 到 front。",
        },
        { en: "await to.send(frames);" },
      ],
      step: "write-queue",
    },
    {
      id: "side-by-side",
      title: {
        en: "The workers share the work, and a slow one does not hold up the other",
        "zh-cn": "工作者分担工作，慢的不会拖住另一个",
      },
      points: 2,
      hints: [
        {
          en: "The next request must go on while the first still waits for its reply.",
          "zh-cn": "第一个请求还在等答复时，下一个请求就要继续前进。",
        },
        { en: "await Promise.all([pass(front, back), pass(back, front)]);" },
      ],
      step: "write-queue",
    },
    {
      id: "late-and-clean",
      title: {
        en: "Clients and workers may come late, and Ctrl+C ends the queue cleanly",
        "zh-cn": "客户端和工作者可以晚到，Ctrl+C 让队列干净地结束",
      },
      points: 2,
      hints: [
        {
          en: "A request without a worker waits in `send` until a worker comes.",
          "zh-cn": "没有工作者时，请求在 send 里等到工作者来。",
        },
        {
          en: "The SIGINT handler closes both sockets. A `send` that waits ends with an error then: catch it.",
          "zh-cn":
            "SIGINT 处理函数关闭两个套接字。正在等待的 send 会以错误结束：捕获它。",
        },
      ],
      step: "write-queue",
    },
  ],
});
