import { defineLab } from "#contract";

export default defineLab({
  id: "transports",
  part: "how-it-works",
  place: 4,
  title: { en: "Four ways to travel", "zh-cn": "四种传输方式" },
  summary: {
    en: "Serve tcp, ipc and inproc with one socket, mind the file of ipc, and measure all three.",
    "zh-cn":
      "用一个套接字服务 tcp、ipc 和 inproc，管好 ipc 的文件，并测量三者。",
  },
  minutes: 30,
  concepts: [
    { en: "tcp, ipc, inproc, pgm", "zh-cn": "tcp、ipc、inproc、pgm" },
    { en: "several endpoints, one socket", "zh-cn": "一个套接字，多个端点" },
    { en: "socket files", "zh-cn": "套接字文件" },
  ],
  programs: {
    server: { file: "server.ts", args: [], editable: true },
    client: { file: "client.ts", args: [], editable: false },
    look: { file: "look.ts", args: [], editable: false },
    measure: { file: "measure.ts", args: [], editable: false },
  },
  terminals: [
    {
      id: "server-1",
      title: { en: "Server 1", "zh-cn": "服务器 1" },
      program: "server",
      args: ["inproc://room", "ipc://room.sock", "tcp://127.0.0.1:5555"],
      ready: { when: "printed", text: "listens on" },
    },
    {
      id: "server-2",
      title: { en: "Server 2", "zh-cn": "服务器 2" },
      program: "server",
      args: ["ipc://room.sock", "tcp://127.0.0.1:5557"],
      ready: { when: "printed", text: "listens on" },
    },
    {
      id: "client",
      title: { en: "Client", "zh-cn": "客户端" },
      program: "client",
      args: ["ipc://room.sock"],
      ready: { when: "started" },
    },
    {
      id: "shell",
      title: { en: "Shell", "zh-cn": "命令行" },
      program: "look",
      ready: { when: "started" },
    },
    {
      id: "measure",
      title: { en: "Measure", "zh-cn": "测量" },
      program: "measure",
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
          endpoints: ["tcp://127.0.0.1:5555", "ipc://room.sock"],
        },
      ],
    },
    {
      terminal: "server-1",
      sockets: [
        {
          type: "REP",
          action: "bind",
          endpoints: ["tcp://127.0.0.1:5555", "ipc://room.sock"],
        },
      ],
    },
    {
      terminal: "server-2",
      sockets: [
        { type: "REP", action: "bind", endpoints: ["tcp://127.0.0.1:5557"] },
      ],
    },
  ],
  checks: [
    {
      id: "every-endpoint",
      title: {
        en: "One server answers on all its endpoints, and counts over all of them",
        "zh-cn": "一个服务器在所有端点上应答，并统一计数",
      },
      points: 2,
      hints: [
        {
          en: "A socket can be bound as often as you like, each time to another endpoint.",
          "zh-cn": "一个套接字可以绑定多次，每次绑定不同的端点。",
        },
        {
          en: "`for (const endpoint of endpoints) await server.bind(endpoint);`",
        },
      ],
      step: "write-endpoints",
    },
    {
      id: "says-what-it-cannot",
      title: {
        en: "An endpoint that cannot be bound is told with its code, and the others serve",
        "zh-cn": "无法绑定的端点会连同错误代码说明，其余照常服务",
      },
      points: 2,
      hints: [
        {
          en: "Catch the error of each bind() by itself, within the loop.",
          "zh-cn": "在循环里单独捕获每个 bind() 的错误。",
        },
        { en: "``console.error(`${error.code}: cannot bind ${endpoint}`);``" },
      ],
      step: "write-errors",
    },
    {
      id: "keeps-the-file",
      title: {
        en: "The server steals nobody's ipc file, and leaves none behind",
        "zh-cn": "服务器不抢别人的 ipc 文件，自己也不留下文件",
      },
      points: 3,
      hints: [
        {
          en: "A file may be left over from a server that crashed. Only one behind which somebody listens is taken: `isHeld` tells.",
          "zh-cn":
            "文件可能是崩溃的服务器留下的。只有背后有人监听的才算被占用：`isHeld` 会告诉你。",
        },
        {
          en: "Remember the files that you have bound yourself. Only those are yours to remove.",
          "zh-cn": "记住自己绑定过的文件，只能删除这些。",
        },
        { en: "`for (const file of files) rmSync(file, { force: true });`" },
      ],
      step: "write-file",
    },
  ],
});
