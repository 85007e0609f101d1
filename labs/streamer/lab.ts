import { defineLab } from "#contract";

export default defineLab({
  id: "streamer",
  part: "devices",
  place: 1,
  title: { en: "A streamer in the middle", "zh-cn": "中间的流转器" },
  summary: {
    en: "Give a pipeline one fixed place in the middle, through which all tasks go.",
    "zh-cn": "给流水线一个固定的中间点，让所有任务都从这里经过。",
  },
  minutes: 20,
  concepts: [
    { en: "Devices", "zh-cn": "设备" },
    { en: "Proxies", "zh-cn": "代理" },
    {
      en: "Queues that make others wait",
      "zh-cn": "会让别人等待的队列",
    },
  ],
  programs: {
    streamer: { file: "streamer.ts", args: [], editable: true },
    worker: { file: "worker.ts", args: [], editable: false },
    producer: { file: "producer.ts", args: [], editable: false },
    hoarder: { file: "hoarder.ts", args: [], editable: false },
  },
  terminals: [
    {
      id: "streamer",
      title: { en: "Streamer", "zh-cn": "流转器" },
      program: "streamer",
      ready: { when: "listening", port: 5555 },
    },
    {
      id: "worker-1",
      title: { en: "Worker 1", "zh-cn": "工作者 1" },
      program: "worker",
      args: ["1", "100"],
      ready: { when: "printed", text: "takes tasks" },
    },
    {
      id: "worker-2",
      title: { en: "Worker 2", "zh-cn": "工作者 2" },
      program: "worker",
      args: ["2", "100"],
      ready: { when: "printed", text: "takes tasks" },
    },
    {
      id: "producer-a",
      title: { en: "Producer A", "zh-cn": "生产者 A" },
      program: "producer",
      args: ["A", "12"],
      ready: { when: "started" },
    },
    {
      id: "producer-b",
      title: { en: "Producer B", "zh-cn": "生产者 B" },
      program: "producer",
      args: ["B", "12"],
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "producer-a",
      sockets: [
        {
          type: "PUSH",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
        },
      ],
    },
    {
      terminal: "producer-b",
      sockets: [
        {
          type: "PUSH",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
        },
      ],
    },
    {
      terminal: "streamer",
      sockets: [
        { type: "PULL", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
        { type: "PUSH", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "worker-1",
      sockets: [
        {
          type: "PULL",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5556"],
        },
      ],
    },
    {
      terminal: "worker-2",
      sockets: [
        {
          type: "PULL",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5556"],
        },
      ],
    },
  ],
  checks: [
    {
      id: "each-once",
      title: {
        en: "Each task of all producers goes to one worker, as it is",
        "zh-cn": "每个生产者的每个任务都原样交给一个工作者",
      },
      points: 3,
      hints: [
        {
          en: "Producers push, so the streamer pulls. Workers pull, so it pushes.",
          "zh-cn": "生产者推，所以流转器拉；工作者拉，所以它推。",
        },
        {
          en: "A task may have several frames. Pass them on together.",
          "zh-cn": "一个任务可以有多个帧，要一起转发。",
        },
        {
          en: "`new Proxy(new Pull(), new Push())`, bind its `frontEnd` and its `backEnd`, then `await run()`. Or a loop: `for await (const frames of front) await back.send(frames);`",
          "zh-cn":
            "`new Proxy(new Pull(), new Push())`，绑定 `frontEnd` 和 `backEnd`，再 `await run()`。或者循环：`for await (const frames of front) await back.send(frames);`",
        },
      ],
      step: "write-streamer",
    },
    {
      id: "producers-wait",
      title: {
        en: "Without workers, producers have to wait soon, and go on when a worker comes",
        "zh-cn": "没有工作者时，生产者很快就得等待；工作者来了再继续",
      },
      points: 2,
      hints: [
        {
          en: "The streamer should not take more tasks than it gets rid of. How long is the list that it keeps?",
          "zh-cn": "流转器不应拿得比送得多。它自己留的列表有多长？",
        },
        {
          en: "Wait for each `send` before you receive the next task. A Proxy does.",
          "zh-cn": "等每次 `send` 完成再收下一个任务。Proxy 就是这样做的。",
        },
      ],
      step: "write-streamer",
    },
    {
      id: "come-and-go",
      title: {
        en: "Producers and workers come and go, and Ctrl+C ends the streamer cleanly",
        "zh-cn": "生产者和工作者来来去去，Ctrl+C 让流转器干净地结束",
      },
      points: 2,
      hints: [
        {
          en: "The streamer binds both ports. Then it need not know who comes.",
          "zh-cn": "流转器绑定两个端口，就不必知道谁会来。",
        },
        {
          en: "On SIGINT call `terminate()` of the proxy. With a loop, close both sockets, and catch the error of a `send` that still waits.",
          "zh-cn":
            "收到 SIGINT 时调用代理的 `terminate()`。若用循环，就关闭两个套接字，并捕获仍在等待的 `send` 的错误。",
        },
      ],
      step: "write-streamer",
    },
  ],
});
