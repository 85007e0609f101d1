import { defineLab } from "#contract";

export default defineLab({
  id: "multipart",
  part: "how-it-works",
  place: 3,
  title: { en: "Messages of several frames", "zh-cn": "多帧消息" },
  summary: {
    en: "Send parcels of texts and bytes as frames of one message, and see that half a message never arrives.",
    "zh-cn":
      "把文本和字节作为一条消息的多个帧寄出，并看到半条消息永远不会到达。",
  },
  minutes: 25,
  concepts: [
    { en: "frames are bytes", "zh-cn": "帧就是字节" },
    {
      en: "all frames of a message or none",
      "zh-cn": "帧要么全到，要么都不到",
    },
    { en: "the envelope of a request", "zh-cn": "请求的信封" },
  ],
  programs: {
    receiver: { file: "receiver.ts", args: [], editable: true },
    sender: {
      file: "sender.ts",
      args: [
        "tcp://127.0.0.1:5555",
        "Ada",
        "this | that",
        "00ff80",
        "",
        "4f4b",
      ],
      editable: true,
    },
    half: { file: "half.ts", args: [], editable: false },
    envelope: { file: "envelope.ts", args: [], editable: false },
  },
  terminals: [
    {
      id: "receiver",
      title: { en: "Receiver", "zh-cn": "接收者" },
      program: "receiver",
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "sender",
      title: { en: "Sender", "zh-cn": "发送者" },
      program: "sender",
      ready: { when: "started" },
    },
    {
      id: "half",
      title: { en: "Half a message", "zh-cn": "半条消息" },
      program: "half",
      ready: { when: "started" },
    },
    {
      id: "envelope",
      title: { en: "Envelope", "zh-cn": "信封" },
      program: "envelope",
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
          endpoints: ["tcp://127.0.0.1:5555"],
        },
      ],
    },
    {
      terminal: "half",
      sockets: [
        {
          type: "PUSH",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
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
      terminal: "envelope",
      sockets: [
        { type: "REQ", action: "connect", endpoints: ["tcp://127.0.0.1:5556"] },
        { type: "ROUTER", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
  ],
  checks: [
    {
      id: "sends-frames",
      title: {
        en: "The sender sends a parcel as one message, with a frame for each of its parts",
        "zh-cn": "发送者把一个包裹作为一条消息寄出，每个部分一帧",
      },
      points: 3,
      hints: [
        {
          en: "send() takes a list too: each element becomes a frame of one message.",
          "zh-cn": "send() 也接受数组：每个元素成为同一条消息的一帧。",
        },
        {
          en: 'Buffer.from(thing, "hex") makes bytes of hex. Without "hex" it takes the letters themselves.',
          "zh-cn":
            'Buffer.from(thing, "hex") 把十六进制变成字节；不写 "hex" 得到的是字母本身。',
        },
        {
          en: '`await sender.send([name, note, ...things.map((thing) => Buffer.from(thing, "hex"))]);`',
          "zh-cn":
            '`await sender.send([name, note, ...things.map((thing) => Buffer.from(thing, "hex"))]);`',
        },
      ],
      step: "write-sender",
      todosIn: ["sender.ts"],
    },
    {
      id: "reads-frames",
      title: {
        en: "The receiver prints name, note and every thing, whatever bytes they are",
        "zh-cn": "接收者打印名字、便条和每样东西，不管它们是什么字节",
      },
      points: 3,
      hints: [
        {
          en: "What the loop gets is the list of all frames: first name, then note, then any number of things.",
          "zh-cn":
            "循环得到的是所有帧的数组：先名字，再便条，然后是任意多样东西。",
        },
        {
          en: "for await (const [name, note, ...things] of receiver)",
          "zh-cn": "for await (const [name, note, ...things] of receiver)",
        },
        {
          en: 'A frame is a Buffer: `thing.length` bytes, and `thing.toString("hex")`. Make a text only of what is a text.',
          "zh-cn":
            '帧是 Buffer：有 `thing.length` 个字节，`thing.toString("hex")` 是其十六进制。只把文本变成文本。',
        },
      ],
      step: "write-receiver",
      todosIn: ["receiver.ts"],
    },
    {
      id: "whole-parcels",
      title: {
        en: "Only whole parcels are counted, and Ctrl+C ends the receiver cleanly",
        "zh-cn": "只计完整的包裹，Ctrl+C 让接收者干净退出",
      },
      points: 2,
      hints: [
        {
          en: "Count once for each message. ZeroMQ gives you no message of which a frame is missing.",
          "zh-cn": "每条消息计一次。缺帧的消息 ZeroMQ 不会给你。",
        },
        {
          en: "The SIGINT handler closes the socket. That ends the loop.",
          "zh-cn": "SIGINT 处理函数关闭套接字，循环随之结束。",
        },
      ],
      step: "run-half",
      todosIn: [],
    },
  ],
});
