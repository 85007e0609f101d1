import { defineLab } from "#contract";

export default defineLab({
  id: "poller",
  part: "how-it-works",
  place: 6,
  title: {
    en: "Two sockets, one of them silent",
    "zh-cn": "两个套接字，其中一个沉默",
  },
  summary: {
    en: "Read from two sockets in one program, so that neither waits for the other.",
    "zh-cn": "在一个程序里读取两个套接字，互不等待。",
  },
  minutes: 20,
  concepts: [
    { en: "loops side by side", "zh-cn": "并行的循环" },
    { en: "the event loop is the poller", "zh-cn": "事件循环就是轮询器" },
    { en: "never race a receive", "zh-cn": "不要让 receive 赛跑" },
  ],
  programs: {
    reader: { file: "reader.ts", args: [], editable: true },
    tasks: { file: "tasks.ts", args: [], editable: false },
    news: { file: "news.ts", args: [], editable: false },
    race: { file: "race.ts", args: [], editable: false },
  },
  terminals: [
    {
      id: "tasks",
      title: { en: "Tasks", "zh-cn": "任务" },
      program: "tasks",
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "news",
      title: { en: "News", "zh-cn": "新闻" },
      program: "news",
      ready: { when: "listening", port: 5556 },
    },
    {
      id: "reader",
      title: { en: "Reader", "zh-cn": "读者" },
      program: "reader",
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "tasks",
      sockets: [
        { type: "PUSH", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "news",
      sockets: [
        { type: "PUB", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "reader",
      sockets: [
        {
          type: "PULL",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
        },
        { type: "SUB", action: "connect", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
  ],
  checks: [
    {
      id: "neither-waits",
      title: {
        en: "Tasks are done without news, and news are heard without tasks",
        "zh-cn": "没有新闻也做任务，没有任务也听新闻",
      },
      points: 3,
      hints: [
        {
          en: "Who awaits one socket is deaf to the other. Each needs a loop of its own.",
          "zh-cn": "等待一个套接字时就听不到另一个。每个套接字需要自己的循环。",
        },
        {
          en: "Call both functions before you await either: Promise.all waits for both.",
          "zh-cn": "先调用两个函数，再等待：Promise.all 等待两者。",
        },
        {
          en: "await Promise.all([doTasks(), hearNews()]);",
          "zh-cn": "await Promise.all([doTasks(), hearNews()]);",
        },
      ],
      step: "write-reader",
    },
    {
      id: "news-at-work",
      title: {
        en: "News are heard in the middle of a task, and tasks are done one after the other",
        "zh-cn": "任务做到一半也能听到新闻，任务仍一个接一个地做",
      },
      points: 2,
      hints: [
        {
          en: "A task's pause may hold up the next task, and nothing else.",
          "zh-cn": "任务的停顿只可以推迟下一个任务，不可以推迟别的。",
        },
        {
          en: "In the loop of the tasks, await the pause. In the loop of the news, await nothing but news.",
          "zh-cn": "在任务循环里等待停顿；在新闻循环里只等待新闻。",
        },
      ],
      step: "write-reader",
    },
    {
      id: "nothing-eaten",
      title: {
        en: "Of many tasks and news at once none is lost, and Ctrl+C ends the reader cleanly",
        "zh-cn": "任务和新闻同时大量到来，一条不丢；Ctrl+C 干净退出",
      },
      points: 2,
      hints: [
        {
          en: "A receive() that was begun takes a message, also when nobody waits for it any more.",
          "zh-cn": "已经开始的 receive() 会取走一条消息，即使没人再等它。",
        },
        {
          en: "The SIGINT handler closes both sockets, and ends the pause. Both loops end then.",
          "zh-cn":
            "SIGINT 处理函数关闭两个套接字并结束停顿，两个循环随之结束。",
        },
      ],
      step: "run-all",
    },
  ],
});
