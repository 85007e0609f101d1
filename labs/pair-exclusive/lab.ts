import { defineLab } from "#contract";

export default defineLab({
  id: "pair-exclusive",
  part: "phase-1",
  place: 2,
  title: { en: "No third place", "zh-cn": "没有第三个位置" },
  summary: {
    en: "See what a second client of a PAIR socket notices, and give it a port of its own.",
    "zh-cn":
      "看看 PAIR 套接字的第二个客户端会察觉到什么，再给它一个自己的端口。",
  },
  minutes: 25,
  concepts: [
    { en: "One peer for one PAIR socket", "zh-cn": "一个 PAIR 只有一个对端" },
    { en: "Socket events", "zh-cn": "套接字事件" },
    { en: "Two sockets side by side", "zh-cn": "两个套接字并行" },
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
      id: "client-a",
      title: { en: "Client A", "zh-cn": "客户端 A" },
      program: "client",
      args: ["A", "tcp://127.0.0.1:5555"],
      ready: { when: "started" },
    },
    {
      id: "client-b",
      title: { en: "Client B", "zh-cn": "客户端 B" },
      program: "client",
      args: ["B", "tcp://127.0.0.1:5556"],
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "server",
      sockets: [
        { type: "PAIR", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
        { type: "PAIR", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "client-a",
      sockets: [
        {
          type: "PAIR",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
        },
      ],
    },
    {
      terminal: "client-b",
      sockets: [
        {
          type: "PAIR",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5556"],
        },
      ],
    },
  ],
  checks: [
    {
      id: "tells-handshake",
      title: {
        en: "The client says when its handshake is complete, and not before",
        "zh-cn": "客户端在握手完成时说出来，而且不会提前",
      },
      points: 3,
      hints: [
        {
          en: "A socket tells what happens to its connection as events, such as a Node stream does.",
          "zh-cn": "套接字像 Node 的流一样，用事件说明连接上发生了什么。",
        },
        {
          en: "Listen for the event `handshake` of `pair.events`, before you connect.",
          "zh-cn": "在 connect 之前，监听 `pair.events` 的 `handshake` 事件。",
        },
        {
          en: '``pair.events.on("handshake", () => console.log(`${name}: handshake complete`));``',
        },
      ],
      step: "write-client",
      todosIn: ["client.ts"],
    },
    {
      id: "serves-both",
      title: {
        en: "The server answers one client on each of two ports, in whatever order they ask",
        "zh-cn": "服务器在两个端口上各回答一个客户端，不论谁先提问",
      },
      points: 4,
      hints: [
        {
          en: "A PAIR socket has one partner, however many ports it is bound to. Two partners need two sockets.",
          "zh-cn":
            "一个 PAIR 套接字只有一个伙伴，不管它绑定了几个端口。两个伙伴需要两个套接字。",
        },
        {
          en: "`await serve(…)` lasts until its socket is closed. Start both before you await them.",
          "zh-cn":
            "`await serve(…)` 一直持续到套接字关闭。先启动两个，再等待它们。",
        },
        {
          en: "`await Promise.all([serve(pairs[0], …5555), serve(pairs[1], …5556)]);` and the SIGINT handler closes both.",
          "zh-cn":
            "`await Promise.all([serve(pairs[0], …5555), serve(pairs[1], …5556)]);` 并让 SIGINT 处理函数关闭两个套接字。",
        },
      ],
      step: "write-server",
      todosIn: ["server.ts"],
    },
    {
      id: "both-clients",
      title: {
        en: "Both of your clients get their five answers, and Ctrl+C ends all programs cleanly",
        "zh-cn": "你的两个客户端各得到五个回答，Ctrl+C 让所有程序干净地结束",
      },
      points: 2,
      hints: [
        {
          en: "Run everything, and look which program waits, and for what. The checks above try each of them alone.",
          "zh-cn":
            "运行所有程序，看看哪个在等、在等什么。上面的检查分别测试了每个程序。",
        },
        {
          en: "On Ctrl+C a program closes every socket that it has opened.",
          "zh-cn": "按下 Ctrl+C 时，程序要关闭它打开的每一个套接字。",
        },
      ],
      step: "run-both",
      todosIn: [],
    },
  ],
});
