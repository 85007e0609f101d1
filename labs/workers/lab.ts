import { defineLab } from "#contract";

export default defineLab({
  id: "workers",
  part: "phase-4",
  place: 2,
  title: { en: "Many managers, many workers", "zh-cn": "多个经理，多个工人" },
  summary: {
    en: "Let two managers hand out tasks to three workers, and see what becomes of the slow one.",
    "zh-cn": "让两个经理把任务分给三个工人，看看慢的那个会怎样。",
  },
  minutes: 25,
  concepts: [
    {
      en: "PULL from several PUSH sockets",
      "zh-cn": "从多个 PUSH 套接字 PULL",
    },
    { en: "each task once", "zh-cn": "每个任务恰好一次" },
    { en: "fair in number, not in time", "zh-cn": "数量公平，时间不公平" },
  ],
  programs: {
    worker: { file: "worker.ts", args: ["1", "30"], editable: true },
    manager: { file: "manager.ts", args: ["A", "30"], editable: true },
    dealing: { file: "dealing.ts", args: ["1000"], editable: false },
  },
  terminals: [
    {
      id: "worker-1",
      title: { en: "Worker 1", "zh-cn": "工人 1" },
      program: "worker",
      args: ["1", "30"],
      ready: { when: "started" },
    },
    {
      id: "worker-2",
      title: { en: "Worker 2", "zh-cn": "工人 2" },
      program: "worker",
      args: ["2", "30"],
      ready: { when: "started" },
    },
    {
      id: "worker-3",
      title: { en: "Worker 3 (slow)", "zh-cn": "工人 3（慢）" },
      program: "worker",
      args: ["3", "300"],
      ready: { when: "started" },
    },
    {
      id: "manager-a",
      title: { en: "Manager A", "zh-cn": "经理 A" },
      program: "manager",
      args: ["A", "30", "tcp://127.0.0.1:5555"],
      ready: { when: "started" },
    },
    {
      id: "manager-b",
      title: { en: "Manager B", "zh-cn": "经理 B" },
      program: "manager",
      args: ["B", "30", "tcp://127.0.0.1:5556"],
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "manager-a",
      sockets: [
        { type: "PUSH", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "manager-b",
      sockets: [
        { type: "PUSH", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
    {
      terminal: "worker-1",
      sockets: [
        {
          type: "PULL",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"],
        },
      ],
    },
    {
      terminal: "worker-2",
      sockets: [
        {
          type: "PULL",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"],
        },
      ],
    },
    {
      terminal: "worker-3",
      sockets: [
        {
          type: "PULL",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"],
        },
      ],
    },
  ],
  checks: [
    {
      id: "manager-hands-out",
      title: {
        en: "The manager hands out each of its tasks once",
        "zh-cn": "经理把每个任务恰好分出一次",
      },
      points: 2,
      hints: [
        {
          en: "One send() is one task for one worker. PUSH chooses the worker.",
          "zh-cn": "一次 send() 就是给一个工人的一个任务，由 PUSH 选择工人。",
        },
        {
          en: "Count from 1 to the count, and await each `send()`.",
          "zh-cn": "从 1 数到总数，并 await 每次 send()。",
        },
        {
          en: "``await tasks.send(`${name}-${number}`);``",
          "zh-cn": "``await tasks.send(`${name}-${number}`);``",
        },
      ],
      step: "write-manager",
      todosIn: ["manager.ts"],
    },
    {
      id: "worker-serves-all",
      title: {
        en: "The worker does the tasks of all its managers, and counts for each of them",
        "zh-cn": "工人完成所有经理的任务，并为每个经理分别计数",
      },
      points: 3,
      hints: [
        {
          en: "One PULL socket can be connected to several managers. It takes fairly from all of them.",
          "zh-cn": "一个 PULL 套接字可以连接多个经理，并公平地从它们取任务。",
        },
        {
          en: 'The name of the manager is what stands before the hyphen: `task.split("-")`.',
          "zh-cn": '连字符前面就是经理的名字：`task.split("-")`。',
        },
        {
          en: "Look up the count of this manager in `counts`, or 0; add 1; put it back; print it.",
          "zh-cn":
            "在 `counts` 中查该经理的次数（没有则为 0），加 1，存回并打印。",
        },
      ],
      step: "write-worker",
      todosIn: ["worker.ts"],
    },
    {
      id: "all-together",
      title: {
        en: "Three workers do every task of both managers, each once",
        "zh-cn": "三个工人完成两个经理的全部任务，每个恰好一次",
      },
      points: 2,
      hints: [
        {
          en: "Run all. Each worker prints tasks of A and of B, and no task is printed by two of them.",
          "zh-cn":
            "全部运行。每个工人都打印 A 和 B 的任务，没有任务被两个工人打印。",
        },
        {
          en: "Each manager waits for three workers. So each worker has to connect to both.",
          "zh-cn": "每个经理都等三个工人，所以每个工人都要连接两个经理。",
        },
      ],
      step: "run-workers",
      todosIn: [],
    },
  ],
});
