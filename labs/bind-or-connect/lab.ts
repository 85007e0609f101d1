import { defineLab } from "#contract";

export default defineLab({
  id: "bind-or-connect",
  part: "how-it-works",
  place: 1,
  title: { en: "Bind or connect", "zh-cn": "绑定还是连接" },
  summary: {
    en: "Let either side bind and either side come first, and find the one pair that minds.",
    "zh-cn": "让任意一方绑定、任意一方先启动，并找出唯一在意的那一对。",
  },
  minutes: 25,
  concepts: [
    { en: "bind is not a role", "zh-cn": "绑定不是角色" },
    { en: "the stable side binds", "zh-cn": "稳定的一方绑定" },
    { en: "a SUB socket that binds", "zh-cn": "绑定的 SUB 套接字" },
  ],
  programs: {
    server: { file: "server.ts", args: ["bind"], editable: true },
    client: { file: "client.ts", args: ["connect"], editable: true },
    subscriber: { file: "subscriber.ts", args: ["bind"], editable: false },
    publisher: { file: "publisher.ts", args: ["connect"], editable: false },
  },
  terminals: [
    {
      id: "server",
      title: { en: "Server", "zh-cn": "服务器" },
      program: "server",
      ready: { when: "started" },
    },
    {
      id: "client",
      title: { en: "Client", "zh-cn": "客户端" },
      program: "client",
      ready: { when: "started" },
    },
    {
      id: "subscriber",
      title: { en: "Subscriber", "zh-cn": "订阅者" },
      program: "subscriber",
      ready: { when: "listening", port: 5556 },
    },
    {
      id: "publisher",
      title: { en: "Publisher", "zh-cn": "发布者" },
      program: "publisher",
      ready: { when: "started" },
    },
  ],
  topology: [
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
    {
      terminal: "publisher",
      sockets: [
        { type: "PUB", action: "connect", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "subscriber",
      sockets: [
        { type: "SUB", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
  ],
  checks: [
    {
      id: "server-either-way",
      title: {
        en: "The server binds or connects, as it is told, and answers",
        "zh-cn": "服务器按要求绑定或连接，并给出应答",
      },
      points: 2,
      hints: [
        {
          en: "Its first argument says which. Its second one says where.",
          "zh-cn": "第一个参数说明做什么，第二个参数说明在哪里。",
        },
        {
          en: '`if (action === "bind") await server.bind(endpoint); else server.connect(endpoint);`',
          "zh-cn":
            '`if (action === "bind") await server.bind(endpoint); else server.connect(endpoint);`',
        },
      ],
      step: "write-server",
      todosIn: ["server.ts"],
    },
    {
      id: "client-either-way",
      title: {
        en: "The client binds or connects, as it is told, and asks three times",
        "zh-cn": "客户端按要求绑定或连接，并请求三次",
      },
      points: 2,
      hints: [
        {
          en: "A REQ socket can bind too. Then its requests wait until somebody connects who answers.",
          "zh-cn": "REQ 套接字也可以绑定，请求会等到应答者连接进来。",
        },
        {
          en: '`if (action === "bind") await client.bind(endpoint); else client.connect(endpoint);`',
          "zh-cn":
            '`if (action === "bind") await client.bind(endpoint); else client.connect(endpoint);`',
        },
      ],
      step: "write-client",
      todosIn: ["client.ts"],
    },
    {
      id: "four-ways",
      title: {
        en: "Whoever binds and whoever comes first, the client prints the same",
        "zh-cn": "无论谁绑定、谁先来，客户端打印的都一样",
      },
      points: 2,
      hints: [
        {
          en: "Run both by hand in the four ways, and look for the one that differs.",
          "zh-cn": "用四种方式手动运行，找出不同的那一种。",
        },
        {
          en: "Neither program may look whether the other one is there: it does what its argument says.",
          "zh-cn": "两个程序都不应查看对方是否已在：只做参数所说的事。",
        },
      ],
      step: "four-ways",
      todosIn: [],
    },
  ],
});
