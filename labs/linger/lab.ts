import { defineLab } from "#contract";

export default defineLab({
  id: "linger",
  part: "how-it-works",
  place: 8,
  title: { en: "Closed is not sent", "zh-cn": "关闭不等于发出" },
  summary: {
    en: "Decide how long a closed socket may still send, and let no error lose what was sent before it.",
    "zh-cn":
      "决定套接字关闭后还能发送多久，并且不让任何错误弄丢之前发送的消息。",
  },
  minutes: 25,
  concepts: [
    { en: "linger", "zh-cn": "linger" },
    { en: "closing in finally", "zh-cn": "在 finally 中关闭" },
    { en: "what exit() cuts off", "zh-cn": "exit() 会截断什么" },
  ],
  programs: {
    sender: { file: "sender.ts", args: [], editable: true },
    receiver: { file: "receiver.ts", args: [], editable: false },
    trial: { file: "trial.ts", args: ["500"], editable: false },
  },
  terminals: [
    {
      id: "sender",
      title: { en: "Sender", "zh-cn": "发送者" },
      program: "sender",
      ready: { when: "printed", text: "closed its socket" },
    },
    {
      id: "receiver",
      title: { en: "Receiver", "zh-cn": "接收者" },
      program: "receiver",
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "trial",
      title: { en: "Trial", "zh-cn": "试验" },
      program: "trial",
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "sender",
      sockets: [
        {
          type: "PUSH",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"],
        },
      ],
    },
    {
      terminal: "receiver",
      sockets: [
        { type: "PULL", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "trial",
      sockets: [
        { type: "PULL", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
  ],
  checks: [
    {
      id: "lingers-as-told",
      title: {
        en: "With nobody there, the sender ends after as long as its linger says",
        "zh-cn": "没有接收者时，发送者按 linger 规定的时间结束",
      },
      points: 2,
      hints: [
        {
          en: "linger is an option of the socket. It is in milliseconds, and a number.",
          "zh-cn": "linger 是套接字的选项，单位毫秒，必须是数字。",
        },
        { en: "`const sender = new Push({ linger: Number(linger) });`" },
      ],
      step: "write-linger",
    },
    {
      id: "waits-for-receiver",
      title: {
        en: "With time enough, a receiver that comes late gets every letter",
        "zh-cn": "只要时间足够，晚到的接收者也能得到每一封信",
      },
      points: 2,
      hints: [
        {
          en: "Do not wait for a receiver yourself: send, close, and let the socket linger.",
          "zh-cn": "不要自己等接收者：发送、关闭，其余交给 linger。",
        },
        {
          en: "On Ctrl+C the sender gives up, with exit code 0. The file you are given does so.",
          "zh-cn": "按 Ctrl+C 时发送者放弃，退出码为 0。给你的文件已经这样做。",
        },
      ],
      step: "write-linger",
    },
    {
      id: "survives-error",
      title: {
        en: "An empty letter is an error, and those before it still arrive",
        "zh-cn": "空信是错误，但它之前的信仍然送达",
      },
      points: 3,
      hints: [
        {
          en: "An error that nobody catches ends the program at once, and so does `process.exit()`. Neither waits for a socket.",
          "zh-cn":
            "没人捕获的错误会立即结束程序，process.exit() 也是。两者都不等套接字。",
        },
        {
          en: "Set process.exitCode = 1 instead: the program ends with it when it ends by itself.",
          "zh-cn": "改为设置 process.exitCode = 1：程序自然结束时以它退出。",
        },
        {
          en: "`try { … } catch (error) { console.error(String(error)); process.exitCode = 1; } finally { sender.close(); }`",
        },
      ],
      step: "write-finally",
    },
  ],
});
