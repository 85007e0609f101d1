import { defineLab } from "#contract";

export default defineLab({
  id: "forwarder",
  part: "devices",
  place: 2,
  title: { en: "A forwarder in the middle", "zh-cn": "中间的转发器" },
  summary: {
    en: "Put one place between publishers and subscribers, and let subscriptions through it.",
    "zh-cn": "在发布者与订阅者之间放一个中间点，并让订阅穿过它。",
  },
  minutes: 20,
  concepts: [
    { en: "XSUB and XPUB sockets", "zh-cn": "XSUB 与 XPUB 套接字" },
    { en: "Subscriptions are messages", "zh-cn": "订阅也是消息" },
    { en: "Devices in both directions", "zh-cn": "双向的设备" },
  ],
  programs: {
    forwarder: { file: "forwarder.ts", args: [], editable: true },
    publisher: { file: "publisher.ts", args: [], editable: false },
    subscriber: { file: "subscriber.ts", args: [], editable: false },
    misfit: { file: "misfit.ts", args: [], editable: false },
  },
  terminals: [
    {
      id: "forwarder",
      title: { en: "Forwarder", "zh-cn": "转发器" },
      program: "forwarder",
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "north",
      title: { en: "Publisher north", "zh-cn": "发布者 north" },
      program: "publisher",
      args: ["north", "1000"],
      ready: { when: "printed", text: "publishes" },
    },
    {
      id: "south",
      title: { en: "Publisher south", "zh-cn": "发布者 south" },
      program: "publisher",
      args: ["south", "1000"],
      ready: { when: "printed", text: "publishes" },
    },
    {
      id: "subscriber-1",
      title: { en: "Subscriber 1", "zh-cn": "订阅者 1" },
      program: "subscriber",
      args: ["1", "rain"],
      ready: { when: "started" },
    },
    {
      id: "subscriber-2",
      title: { en: "Subscriber 2", "zh-cn": "订阅者 2" },
      program: "subscriber",
      args: ["2", "rain", "wind"],
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "north",
      sockets: [
        {
          type: "XPUB",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
        },
      ],
    },
    {
      terminal: "south",
      sockets: [
        {
          type: "XPUB",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
        },
      ],
    },
    {
      terminal: "forwarder",
      sockets: [
        { type: "XSUB", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
        { type: "XPUB", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "subscriber-1",
      sockets: [
        { type: "SUB", action: "connect", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "subscriber-2",
      sockets: [
        { type: "SUB", action: "connect", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
  ],
  checks: [
    {
      id: "carries-wishes",
      title: {
        en: "Publishers hear what the subscribers want, and nothing else",
        "zh-cn": "发布者听到订阅者想要什么，不多也不少",
      },
      points: 3,
      hints: [
        {
          en: "A subscription is a message too. It comes in where updates go out.",
          "zh-cn": "订阅也是一条消息。它从更新出去的地方进来。",
        },
        {
          en: "SUB and PUB look after subscriptions by themselves. XSUB and XPUB hand them to you.",
          "zh-cn": "SUB 和 PUB 自己处理订阅；XSUB 和 XPUB 把订阅交给你。",
        },
        {
          en: "`new Proxy(new XSubscriber(), new XPublisher())`. Or a second loop: `for await (const frames of back) await front.send(frames);`",
          "zh-cn":
            "`new Proxy(new XSubscriber(), new XPublisher())`。或者再写一个循环：`for await (const frames of back) await front.send(frames);`",
        },
      ],
      step: "write-forwarder",
    },
    {
      id: "brings-updates",
      title: {
        en: "Every subscriber gets its own copy of what it wants, as it is, from all publishers",
        "zh-cn": "每个订阅者都从所有发布者那里原样得到自己想要的一份",
      },
      points: 2,
      hints: [
        {
          en: "The topic is the beginning of the first frame. Pass on all frames.",
          "zh-cn": "主题是第一帧的开头。所有帧都要转发。",
        },
        { en: "for await (const frames of front) await back.send(frames);" },
      ],
      step: "write-forwarder",
    },
    {
      id: "come-and-go",
      title: {
        en: "Publishers and subscribers come and go, and Ctrl+C ends the forwarder cleanly",
        "zh-cn": "发布者和订阅者来来去去，Ctrl+C 让转发器干净地结束",
      },
      points: 2,
      hints: [
        {
          en: "A publisher that comes late has to hear what is wanted by then. An XSUB socket remembers that.",
          "zh-cn": "晚到的发布者要知道此时大家想要什么。XSUB 套接字会记住。",
        },
        {
          en: "On SIGINT call `terminate()` of the proxy, or close both sockets.",
          "zh-cn": "收到 SIGINT 时调用代理的 `terminate()`，或关闭两个套接字。",
        },
      ],
      step: "write-forwarder",
    },
  ],
});
