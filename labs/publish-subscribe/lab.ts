import { defineLab } from "#contract";

export default defineLab({
  id: "publish-subscribe",
  part: "phase-3",
  place: 1,
  title: { en: "Publish and subscribe", "zh-cn": "发布与订阅" },
  summary: {
    en: "Subscribe to one place of two weather stations, and keep its count and sum for each station.",
    "zh-cn": "向两个气象站订阅同一个地点，并分别统计每个气象站的次数与总和。",
  },
  minutes: 30,
  concepts: [
    { en: "PUB and SUB sockets", "zh-cn": "PUB 与 SUB 套接字" },
    { en: "subscriptions are prefixes of bytes", "zh-cn": "订阅是字节前缀" },
    { en: "one socket, several connections", "zh-cn": "一个套接字，多个连接" },
  ],
  programs: {
    station: { file: "station.ts", args: ["5555"], editable: false },
    subscriber: {
      file: "subscriber.ts",
      args: ["127.0.0.1", "5555", "5556"],
      editable: true,
    },
  },
  terminals: [
    {
      id: "station-5555",
      title: { en: "Weather station 5555", "zh-cn": "气象站 5555" },
      program: "station",
      args: ["5555"],
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "station-5556",
      title: { en: "Weather station 5556", "zh-cn": "气象站 5556" },
      program: "station",
      args: ["5556"],
      ready: { when: "listening", port: 5556 },
    },
    {
      id: "subscriber",
      title: { en: "Subscriber", "zh-cn": "订阅者" },
      program: "subscriber",
      ready: { when: "started" },
    },
    {
      id: "subscriber-2",
      title: { en: "Second subscriber", "zh-cn": "第二个订阅者" },
      program: "subscriber",
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "station-5555",
      sockets: [
        { type: "PUB", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "station-5556",
      sockets: [
        { type: "PUB", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "subscriber",
      sockets: [
        {
          type: "SUB",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"],
        },
      ],
    },
    {
      terminal: "subscriber-2",
      sockets: [
        {
          type: "SUB",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"],
        },
      ],
    },
  ],
  checks: [
    {
      id: "both-ports",
      title: {
        en: "The subscriber connects to every port it is given",
        "zh-cn": "订阅者连接到给定的每一个端口",
      },
      points: 2,
      hints: [
        {
          en: "One SUB socket may be connected to several publishers: call connect() once for each port.",
          "zh-cn":
            "一个 SUB 套接字可以连接多个发布者：对每个端口调用一次 connect()。",
        },
        {
          en: "``for (const port of ports) weather.connect(`tcp://${host}:${port}`);``",
          "zh-cn":
            "``for (const port of ports) weather.connect(`tcp://${host}:${port}`);``",
        },
      ],
      step: "connect",
    },
    {
      id: "subscription",
      title: {
        en: "It subscribes to place 10001 and to nothing else",
        "zh-cn": "它只订阅地点 10001，不订阅其他内容",
      },
      points: 3,
      hints: [
        {
          en: "Without a subscription a SUB socket receives nothing. With an empty one it receives everything.",
          "zh-cn": "没有订阅的 SUB 套接字什么也收不到；空订阅则会收到一切。",
        },
        {
          en: "A subscription is a prefix of bytes, not a word: `10001` also matches the place 100012.",
          "zh-cn": "订阅是字节前缀，而不是单词：`10001` 也会匹配地点 100012。",
        },
        {
          en: 'The measurements look like "10001 57 5555". Subscribe up to and including the space: `weather.subscribe("10001 ");`',
          "zh-cn":
            '测量值形如 "10001 57 5555"。订阅要包含空格：`weather.subscribe("10001 ");`',
        },
      ],
      step: "subscribe",
    },
    {
      id: "sums",
      title: {
        en: "It prints count, sum and average of a port for each of its measurements",
        "zh-cn": "每收到一个测量值，它就打印该端口的次数、总和与平均值",
      },
      points: 4,
      hints: [
        {
          en: "Keep one entry for each port in `totals`. The port is the third word of a measurement.",
          "zh-cn":
            "在 `totals` 中为每个端口保存一项。端口是测量值的第三个单词。",
        },
        {
          en: "The temperature arrives as text. Number(temperature) makes a number of it; 0 and negative ones count too.",
          "zh-cn":
            "温度以文本形式到达。Number(temperature) 把它变成数字；0 和负数也要计入。",
        },
        {
          en: "Print after every measurement: ``console.log(`port ${port}  count ${count}  sum ${sum}  average ${sum / count}`)``.",
          "zh-cn":
            "每次测量后都打印：``console.log(`port ${port}  count ${count}  sum ${sum}  average ${sum / count}`)``。",
        },
      ],
      step: "write-sums",
    },
    {
      id: "live-stations",
      title: {
        en: "It hears both weather stations, whichever starts first, and stops cleanly on Ctrl+C",
        "zh-cn":
          "无论谁先启动，它都能收到两个气象站的数据，并能用 Ctrl+C 正常停止",
      },
      points: 1,
      hints: [
        {
          en: "Run both stations and the subscriber, and wait for a line of port 5555 and one of port 5556.",
          "zh-cn":
            "运行两个气象站和订阅者，等待端口 5555 和端口 5556 各出现一行。",
        },
        {
          en: "The SIGINT handler closes the socket. That ends the `for await` loop, and the program ends with code 0.",
          "zh-cn":
            "SIGINT 处理函数关闭套接字，`for await` 循环随之结束，程序以代码 0 退出。",
        },
      ],
      step: "run-stations",
    },
  ],
});
