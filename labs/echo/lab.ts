import { defineLab } from "#contract";

export default defineLab({
  id: "echo",
  part: "phase-2",
  place: 4,
  title: { en: "An echo at the keyboard", "zh-cn": "键盘上的回声" },
  summary: {
    en: "Write a client that sends what is typed, line by line, and ends well however it is ended.",
    "zh-cn": "编写一个逐行发送键盘输入的客户端，无论怎样结束都干净利落。",
  },
  minutes: 20,
  concepts: [
    { en: "arguments and typed lines", "zh-cn": "参数与键入的行" },
    { en: "Ctrl+C and Ctrl+D", "zh-cn": "Ctrl+C 与 Ctrl+D" },
    { en: "a reply that is still on its way", "zh-cn": "还在路上的应答" },
  ],
  programs: {
    client: { file: "client.ts", args: [], editable: true },
    server: { file: "server.ts", args: [], editable: false },
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
      args: ["tcp://127.0.0.1:5555", "hello", "world!"],
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
  ],
  checks: [
    {
      id: "joins-words",
      title: {
        en: "The client sends its words as one request, prints the reply, and ends",
        "zh-cn": "客户端把各个词作为一个请求发送，打印应答，然后结束",
      },
      points: 2,
      hints: [
        {
          en: "The shell has cut the line into words. Put them together again.",
          "zh-cn": "shell 把命令行切成了词。把它们重新拼起来。",
        },
        { en: '`await ask(words.join(" "));`' },
      ],
      step: "write-words",
    },
    {
      id: "line-by-line",
      title: {
        en: "Without words it sends each line that is typed, until quit",
        "zh-cn": "没有词时，它发送键入的每一行，直到 quit",
      },
      points: 3,
      hints: [
        {
          en: "The loop gives one line each time round. Ask with it, and wait for the reply, inside the loop.",
          "zh-cn": "循环每次给出一行。在循环内用它提问，并等待应答。",
        },
        {
          en: "QUIT and Quit are quit too: compare in small letters.",
          "zh-cn": "QUIT 和 Quit 也是 quit：转成小写再比较。",
        },
        {
          en: '`if (line.trim().toLowerCase() === "quit") break; await ask(line);`',
        },
      ],
      step: "write-lines",
    },
    {
      id: "ends-cleanly",
      title: {
        en: "Ctrl+C ends it whatever it waits for, and Ctrl+D when the last reply has come",
        "zh-cn": "Ctrl+C 随时结束它；Ctrl+D 则在最后一个应答到来之后结束它",
      },
      points: 3,
      hints: [
        {
          en: "Ctrl+C: there are two waits to be ended, one for a line and one for a reply. The handler that you were given ends both.",
          "zh-cn":
            "Ctrl+C：有两种等待要结束，等一行和等应答。给出的处理函数两者都会结束。",
        },
        {
          en: "Ctrl+D: `for await` over the lines ends when the input has ended, and only after the last round of the loop. Await each reply there.",
          "zh-cn":
            "Ctrl+D：对行的 `for await` 在输入结束、且最后一轮循环完成后才结束。在循环里等待每个应答。",
        },
      ],
      step: "write-lines",
    },
  ],
});
