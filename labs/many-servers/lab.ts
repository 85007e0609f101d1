import { defineLab } from "#contract";

export default defineLab({
  id: "many-servers",
  part: "phase-2",
  place: 2,
  title: { en: "One client, many servers", "zh-cn": "一个客户端，多个服务器" },
  summary: {
    en: "Let one REQ socket ask two servers in turn, and see what happens when one of them dies.",
    "zh-cn":
      "让一个 REQ 套接字轮流向两个服务器请求，看看其中一个死掉时会发生什么。",
  },
  minutes: 20,
  concepts: [
    { en: "one socket, several connections", "zh-cn": "一个套接字，多个连接" },
    { en: "requests go out in turn", "zh-cn": "请求轮流发出" },
    { en: "a limit for waiting", "zh-cn": "等待的期限" },
  ],
  programs: {
    client: { file: "client.ts", args: [], editable: true },
    server: { file: "server.ts", args: ["A"], editable: false },
  },
  terminals: [
    {
      id: "server-a",
      title: { en: "Server A", "zh-cn": "服务器 A" },
      program: "server",
      args: ["A", "300", "tcp://127.0.0.1:5555"],
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "server-b",
      title: { en: "Server B", "zh-cn": "服务器 B" },
      program: "server",
      args: ["B", "300", "tcp://127.0.0.1:5556"],
      ready: { when: "listening", port: 5556 },
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
      terminal: "client",
      sockets: [
        {
          type: "REQ",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"],
        },
      ],
    },
    {
      terminal: "server-a",
      sockets: [
        { type: "REP", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "server-b",
      sockets: [
        { type: "REP", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
  ],
  checks: [
    {
      id: "asks-in-turn",
      title: {
        en: "The client asks every server it is given, in turn, and prints each reply",
        "zh-cn": "客户端轮流向给定的每个服务器请求，并打印每个应答",
      },
      points: 3,
      hints: [
        {
          en: "One socket can connect more than once. It keeps all its connections.",
          "zh-cn": "一个套接字可以连接多次，并保持所有连接。",
        },
        {
          en: "The loop stops after the first endpoint: `endpoints.slice(0, 1)`. Let it go through all of `endpoints`.",
          "zh-cn":
            "循环在第一个端点之后就停止：`endpoints.slice(0, 1)`。让它遍历全部 `endpoints`。",
        },
      ],
      step: "write-connects",
    },
    {
      id: "gives-up",
      title: {
        en: "When a reply does not come in time, the client says which, and ends with code 1",
        "zh-cn": "应答没有按时到来时，客户端说明是哪一个，并以代码 1 结束",
      },
      points: 3,
      hints: [
        {
          en: "A socket has an option for this. When its time is over, receive() fails, and the catch block runs.",
          "zh-cn":
            "套接字有一个选项。时间一到，receive() 就会失败，执行 catch 块。",
        },
        {
          en: "`new Request({ linger: 0, receiveTimeout: Number(patience) })`",
        },
        {
          en: "In the catch block: ``console.log(`client got no reply to request ${number}`); process.exitCode = 1;``",
          "zh-cn":
            "在 catch 块中：``console.log(`client got no reply to request ${number}`); process.exitCode = 1;``",
        },
      ],
      step: "write-patience",
    },
    {
      id: "server-dies",
      title: {
        en: "Two servers share the requests, and the client does not wait for one that has died",
        "zh-cn": "两个服务器分担请求，客户端不会一直等待已经死掉的那一个",
      },
      points: 2,
      hints: [
        {
          en: "Run both servers and the client. Every second reply comes from server B.",
          "zh-cn": "运行两个服务器和客户端。每隔一个应答来自服务器 B。",
        },
        {
          en: "On Ctrl+C the SIGINT handler closes the socket. The receive() that waits fails then too; that end has code 0.",
          "zh-cn":
            "按下 Ctrl+C 时，SIGINT 处理函数关闭套接字。正在等待的 receive() 也会失败；这时退出代码为 0。",
        },
      ],
      step: "write-patience",
    },
  ],
});
