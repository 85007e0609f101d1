import { defineLab } from "#contract";

export default defineLab({
  id: "prefixes",
  part: "phase-3",
  place: 2,
  title: { en: "Subscriptions are prefixes", "zh-cn": "订阅就是前缀" },
  summary: {
    en: "Subscribe and unsubscribe while a program runs, and see which bytes cross the wire.",
    "zh-cn": "在程序运行时订阅和退订，并观察哪些字节真正经过网络。",
  },
  minutes: 25,
  concepts: [
    { en: "prefixes of bytes", "zh-cn": "字节前缀" },
    { en: "subscribe and unsubscribe at any time", "zh-cn": "随时订阅与退订" },
    { en: "the publisher filters", "zh-cn": "由发布者过滤" },
  ],
  programs: {
    publisher: { file: "publisher.ts", args: [], editable: false },
    subscriber: {
      file: "subscriber.ts",
      args: ["tcp://127.0.0.1:5555", "1"],
      editable: true,
    },
  },
  terminals: [
    {
      id: "publisher",
      title: { en: "Publisher", "zh-cn": "发布者" },
      program: "publisher",
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "subscriber-1",
      title: { en: "Subscriber 1", "zh-cn": "订阅者 1" },
      program: "subscriber",
      args: ["tcp://127.0.0.1:5555", "1"],
      ready: { when: "started" },
    },
    {
      id: "subscriber-2",
      title: { en: "Subscriber 2", "zh-cn": "订阅者 2" },
      program: "subscriber",
      args: ["tcp://127.0.0.1:5555", ""],
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "publisher",
      sockets: [
        { type: "XPUB", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "subscriber-1",
      sockets: [
        { type: "SUB", action: "connect", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "subscriber-2",
      sockets: [
        { type: "SUB", action: "connect", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
  ],
  checks: [
    {
      id: "given-prefixes",
      title: {
        en: "The subscriber asks for just the prefixes it is given, and prints each update once",
        "zh-cn": "订阅者只请求给定的前缀，每条更新只打印一次",
      },
      points: 3,
      hints: [
        {
          en: "One SUB socket can hold many subscriptions. Without any it receives nothing.",
          "zh-cn": "一个 SUB 套接字可以有许多订阅；没有订阅就什么也收不到。",
        },
        {
          en: "Subscribe to the prefix as it is. Add nothing, cut nothing off, and do not compare again in the loop.",
          "zh-cn":
            "按原样订阅前缀：不要添加、不要裁剪，也不要在循环里再比较一次。",
        },
        {
          en: "`for (const prefix of prefixes) updates.subscribe(prefix);`",
          "zh-cn":
            "`for (const prefix of prefixes) updates.subscribe(prefix);`",
        },
      ],
      step: "subscribe",
    },
    {
      id: "typed-prefixes",
      title: {
        en: "It subscribes and unsubscribes as you type",
        "zh-cn": "它按照你的输入订阅与退订",
      },
      points: 3,
      hints: [
        {
          en: "A SUB socket takes subscriptions at any time, also when it has been connected for long.",
          "zh-cn": "SUB 套接字随时可以订阅，已连接很久也可以。",
        },
        {
          en: "Do not drop updates in the loop. Tell the socket, and it tells the publisher.",
          "zh-cn": "不要在循环里丢弃更新。告诉套接字，它会告诉发布者。",
        },
        {
          en: "`updates.subscribe(prefix);` and `updates.unsubscribe(prefix);`",
          "zh-cn":
            "`updates.subscribe(prefix);` 和 `updates.unsubscribe(prefix);`",
        },
      ],
      step: "change",
    },
    {
      id: "with-publisher",
      title: {
        en: "Two subscribers of the publisher get what each asks for, and stop cleanly on Ctrl+C",
        "zh-cn": "发布者的两个订阅者各得所求，并能用 Ctrl+C 正常停止",
      },
      points: 2,
      hints: [
        {
          en: "Run all three programs and compare what both subscribers print in a round.",
          "zh-cn": "运行三个程序，比较两个订阅者在同一轮里打印的内容。",
        },
        {
          en: "The SIGINT handler closes the socket and the keyboard. As long as one of them is open, the program goes on.",
          "zh-cn":
            "SIGINT 处理函数关闭套接字和键盘输入。只要其中一个还开着，程序就不会结束。",
        },
      ],
      step: "run-prefixes",
    },
  ],
});
