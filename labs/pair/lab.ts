import { defineLab } from "#contract";

export default defineLab({
  id: "pair",
  part: "phase-1",
  place: 1,
  title: { en: "An exclusive pair", "zh-cn": "独占的一对" },
  summary: {
    en: "Connect one server and one client with PAIR sockets, and let both send and receive.",
    "zh-cn": "用 PAIR 套接字连接一个服务器和一个客户端，让双方都能发送和接收。",
  },
  minutes: 25,
  concepts: [
    { en: "PAIR sockets", "zh-cn": "PAIR 套接字" },
    { en: "bind and connect", "zh-cn": "绑定与连接" },
    { en: "messages wait in queues", "zh-cn": "消息在队列中等待" },
  ],
  programs: {
    server: { file: "server.ts", args: [], editable: true },
    client: { file: "client.ts", args: [], editable: true },
  },
  terminals: [
    {
      id: "server",
      title: { en: "Server", "zh-cn": "服务器" },
      program: "server",
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "client",
      title: { en: "Client", "zh-cn": "客户端" },
      program: "client",
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "server",
      sockets: [
        { type: "PAIR", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "client",
      sockets: [
        {
          type: "PAIR",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
        },
      ],
    },
  ],
  checks: [
    {
      id: "server-receives",
      title: {
        en: "The server sends ten messages and prints the answers it receives, in order",
        "zh-cn": "服务器发送十条消息，并按顺序打印收到的回答",
      },
      points: 4,
      hints: [
        {
          en: "In each round the server sends one message and then receives one. The TODO stands where it should receive.",
          "zh-cn":
            "每一轮服务器先发送一条消息，再接收一条。TODO 标出了应当接收的位置。",
        },
        {
          en: "`pair.receive()` resolves to the frames of one message. These messages have one frame: `const [frame] = await pair.receive();`",
          "zh-cn":
            "`pair.receive()` 得到一条消息的所有帧。这里的消息只有一帧：`const [frame] = await pair.receive();`",
        },
        {
          en: "A frame is a Buffer, and String(frame) makes a text of it: ``console.log(`server received: ${String(frame)}`)``.",
          "zh-cn":
            "帧是 Buffer，String(frame) 把它变成文本：``console.log(`server received: ${String(frame)}`)``。",
        },
      ],
      step: "write-server",
      todosIn: ["server.ts"],
    },
    {
      id: "client-answers",
      title: {
        en: "The client prints ten messages and sends two answers to each",
        "zh-cn": "客户端打印十条消息，并对每一条发送两个回答",
      },
      points: 4,
      hints: [
        {
          en: "A PAIR socket sends and receives in any order: two sends after one receive are allowed.",
          "zh-cn":
            "PAIR 套接字的发送和接收没有固定次序：接收一次之后可以发送两次。",
        },
        {
          en: "Send both answers inside the loop, before the next message is received: the server waits for an answer in each round.",
          "zh-cn":
            "在循环内、接收下一条消息之前发送两个回答：服务器每一轮都在等待一个回答。",
        },
        {
          en: "``await pair.send(`first answer to ${message}`);`` and the same once more with `second answer to`.",
          "zh-cn":
            "``await pair.send(`first answer to ${message}`);`` 再用 `second answer to` 发送一次。",
        },
      ],
      step: "write-client",
      todosIn: ["client.ts"],
    },
    {
      id: "pair-together",
      title: {
        en: "Server and client run together, end by themselves, and stop cleanly on Ctrl+C",
        "zh-cn": "服务器与客户端一起运行，自行结束，并能用 Ctrl+C 正常停止",
      },
      points: 2,
      hints: [
        {
          en: "Run the server, then the client. Each should end after its tenth round; look at which one is still waiting, and for what.",
          "zh-cn":
            "先运行服务器，再运行客户端。两者都应在第十轮后结束；看看哪一个还在等待、在等什么。",
        },
        {
          en: "On Ctrl+C the SIGINT handler closes the socket, and what was waiting ends with an error. The `catch` block lets that one pass.",
          "zh-cn":
            "按下 Ctrl+C 时，SIGINT 处理函数会关闭套接字，正在等待的操作以错误结束；`catch` 块会放过这个错误。",
        },
      ],
      step: "run-together",
      todosIn: [],
    },
  ],
});
