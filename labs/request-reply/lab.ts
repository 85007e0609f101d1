import { defineLab } from "#contract";

export default defineLab({
  id: "request-reply",
  part: "phase-2",
  place: 1,
  title: { en: "Request and reply", "zh-cn": "请求与应答" },
  summary: {
    en: "Write a server that answers requests, and let two clients ask it nine times each.",
    "zh-cn": "编写一个应答请求的服务器，让两个客户端各向它请求九次。",
  },
  minutes: 25,
  concepts: [
    { en: "REQ and REP sockets", "zh-cn": "REQ 与 REP 套接字" },
    { en: "send and receive in turn", "zh-cn": "发送与接收交替进行" },
    { en: "one server, many clients", "zh-cn": "一个服务器，多个客户端" },
  ],
  programs: {
    server: { file: "server.ts", args: [], editable: true },
    client: { file: "client.ts", args: ["A"], editable: true },
  },
  terminals: [
    {
      id: "server",
      title: { en: "Server", "zh-cn": "服务器" },
      program: "server",
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "client-a",
      title: { en: "Client A", "zh-cn": "客户端 A" },
      program: "client",
      args: ["A"],
      ready: { when: "started" },
    },
    {
      id: "client-b",
      title: { en: "Client B", "zh-cn": "客户端 B" },
      program: "client",
      args: ["B"],
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "client-a",
      sockets: [
        { type: "REQ", action: "connect", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "client-b",
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
      id: "server-replies",
      title: {
        en: "The server answers each request with a reply that repeats its text",
        "zh-cn": "服务器对每个请求发出一个重复其文本的应答",
      },
      points: 3,
      hints: [
        {
          en: "The loop receives one request each time round. The reply belongs into the loop, behind the work.",
          "zh-cn": "循环每次接收一个请求。应答应写在循环内、工作完成之后。",
        },
        {
          en: "A REP socket remembers who asked: send() goes back to that client, exactly once for each request.",
          "zh-cn":
            "REP 套接字记得是谁发出的请求：send() 会回到那个客户端，每个请求恰好一次。",
        },
        {
          en: "``await server.send(`reply to ${request}`);``",
          "zh-cn": "``await server.send(`reply to ${request}`);``",
        },
      ],
      step: "write-server",
      todosIn: ["server.ts"],
    },
    {
      id: "server-serves-all",
      title: {
        en: "The server goes on for every client until it is stopped",
        "zh-cn": "服务器持续为每个客户端服务，直到被停止",
      },
      points: 2,
      hints: [
        {
          en: "The server does not know how many clients will come, or how often they will ask. It counts nothing.",
          "zh-cn":
            "服务器不知道会有多少客户端，也不知道它们会请求多少次。它不需要计数。",
        },
        {
          en: "`for await (const [request] of server)` goes on until the socket is closed.",
          "zh-cn":
            "`for await (const [request] of server)` 会一直进行，直到套接字被关闭。",
        },
      ],
      step: "write-server",
      todosIn: ["server.ts"],
    },
    {
      id: "client-asks",
      title: {
        en: "The client asks nine times and prints the reply to each request before it asks again",
        "zh-cn": "客户端请求九次，每次打印应答之后再发出下一个请求",
      },
      points: 3,
      hints: [
        {
          en: "A REQ socket must receive the reply before it may send again. Without that the second send() waits forever.",
          "zh-cn":
            "REQ 套接字必须先接收应答才能再次发送，否则第二个 send() 会永远等待。",
        },
        {
          en: "`const [frame] = await client.receive();` and then ``console.log(`client ${name} received: ${String(frame)}`);``",
          "zh-cn":
            "`const [frame] = await client.receive();` 然后 ``console.log(`client ${name} received: ${String(frame)}`);``",
        },
      ],
      step: "write-client",
      todosIn: ["client.ts"],
    },
    {
      id: "two-clients",
      title: {
        en: "Two clients get nine replies each, and nobody gets a reply to somebody else",
        "zh-cn": "两个客户端各得到九个应答，谁也不会收到给别人的应答",
      },
      points: 2,
      hints: [
        {
          en: "Run the server and both clients. Each client prints nine replies with its own name and ends by itself.",
          "zh-cn":
            "运行服务器和两个客户端。每个客户端打印九个带有自己名字的应答，然后自行结束。",
        },
        {
          en: "The server ends on Ctrl+C only. Its SIGINT handler closes the socket, and that ends the loop.",
          "zh-cn":
            "服务器只在按下 Ctrl+C 时结束：SIGINT 处理函数关闭套接字，循环随之结束。",
        },
      ],
      step: "run-two-clients",
      todosIn: [],
    },
  ],
});
