import { defineLab } from "#contract";

export default defineLab({
  id: "pipeline",
  part: "phase-4",
  place: 1,
  title: { en: "A pipeline with partial sums", "zh-cn": "带部分和的流水线" },
  summary: {
    en: "Spread numbers over two consumers with PUSH and PULL, and collect a count and a sum for each of them.",
    "zh-cn":
      "用 PUSH 和 PULL 把数字分给两个消费者，并收集每个消费者的次数与总和。",
  },
  minutes: 40,
  concepts: [
    { en: "PUSH and PULL sockets", "zh-cn": "PUSH 与 PULL 套接字" },
    { en: "round robin and the start barrier", "zh-cn": "轮询与启动屏障" },
    { en: "partial results", "zh-cn": "部分结果" },
    { en: "linger", "zh-cn": "linger（关闭时的等待）" },
  ],
  programs: {
    collector: { file: "collector.ts", args: [], editable: true },
    consumer: { file: "consumer.ts", args: ["1"], editable: true },
    producer: {
      file: "producer.ts",
      args: ["1", "2", "3", "4", "5"],
      editable: true,
    },
  },
  terminals: [
    {
      id: "collector",
      title: { en: "Collector", "zh-cn": "收集者" },
      program: "collector",
      ready: { when: "listening", port: 5556 },
    },
    {
      id: "consumer-1",
      title: { en: "Consumer 1", "zh-cn": "消费者 1" },
      program: "consumer",
      args: ["1"],
      ready: { when: "started" },
    },
    {
      id: "consumer-2",
      title: { en: "Consumer 2", "zh-cn": "消费者 2" },
      program: "consumer",
      args: ["2"],
      ready: { when: "started" },
    },
    {
      id: "producer",
      title: { en: "Producer", "zh-cn": "生产者" },
      program: "producer",
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "producer",
      sockets: [
        { type: "PUSH", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
    {
      terminal: "consumer-1",
      sockets: [
        {
          type: "PULL",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
        },
        {
          type: "PUSH",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5556"],
        },
      ],
    },
    {
      terminal: "consumer-2",
      sockets: [
        {
          type: "PULL",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5555"],
        },
        {
          type: "PUSH",
          action: "connect",
          endpoints: ["tcp://127.0.0.1:5556"],
        },
      ],
    },
    {
      terminal: "collector",
      sockets: [
        { type: "PULL", action: "bind", endpoints: ["tcp://127.0.0.1:5556"] },
      ],
    },
  ],
  checks: [
    {
      id: "collector-sums",
      title: {
        en: "The collector prints the right count and sum for each consumer",
        "zh-cn": "收集者为每个消费者打印正确的次数与总和",
      },
      points: 3,
      hints: [
        {
          en: "Look up the consumer's entry in `totals`. The first time there is none: begin with count 0 and sum 0.",
          "zh-cn":
            "在 `totals` 中查找该消费者的条目。第一次还没有：从次数 0、总和 0 开始。",
        },
        {
          en: "Every result counts, and so does one whose number is 0. Nothing says that the consumers get equally many, or what they are called.",
          "zh-cn":
            "每个结果都要计数，数字为 0 的也一样。没有人保证各消费者分到的一样多，也没有规定它们叫什么名字。",
        },
        {
          en: "After each result print ``console.log(`consumer ${consumer}  count ${total.count}  sum ${total.sum}`)``, with that consumer's total.",
          "zh-cn":
            "每收到一个结果，就用该消费者的合计打印 ``console.log(`consumer ${consumer}  count ${total.count}  sum ${total.sum}`)``。",
        },
      ],
      step: "write-collector",
      todosIn: ["collector.ts"],
    },
    {
      id: "consumer-forwards",
      title: {
        en: "A consumer passes every number on to the collector under its own name",
        "zh-cn": "消费者以自己的名字把每个数字转交给收集者",
      },
      points: 3,
      hints: [
        {
          en: "The consumer has two sockets: numbers come in on `work`, results go out on `results`.",
          "zh-cn":
            "消费者有两个套接字：数字从 `work` 进来，结果从 `results` 出去。",
        },
        {
          en: "You need the id of the message as well as its number. A number that is 0 must be passed on too.",
          "zh-cn": "除了数字，还需要消息的 id。数字 0 也必须转交。",
        },
        {
          en: "`await results.send(JSON.stringify({ consumer: name, id, number }));`",
          "zh-cn":
            "`await results.send(JSON.stringify({ consumer: name, id, number }));`",
        },
      ],
      step: "write-consumer",
      todosIn: ["consumer.ts"],
    },
    {
      id: "start-barrier",
      title: {
        en: "The producer waits for both consumers and then sends to them in turn",
        "zh-cn": "生产者等两个消费者都就绪之后，才轮流向它们发送",
      },
      points: 2,
      hints: [
        {
          en: "PUSH deals its messages to those who are connected at that moment. Who comes later has missed them.",
          "zh-cn": "PUSH 只把消息分给此刻已连接的对端。后来者就错过了。",
        },
        {
          en: 'The socket reports each new peer: `work.events` yields an event of the type "handshake" for each.',
          "zh-cn":
            '套接字会报告每个新的对端：`work.events` 为每个对端给出一个类型为 "handshake" 的事件。',
        },
        {
          en: '`let seen = 0; for await (const event of work.events) { if (event.type === "handshake") seen += 1; if (seen === wanted) return; }`',
          "zh-cn":
            '`let seen = 0; for await (const event of work.events) { if (event.type === "handshake") seen += 1; if (seen === wanted) return; }`',
        },
      ],
      step: "write-barrier",
      todosIn: ["producer.ts"],
    },
    {
      id: "nothing-lost",
      title: {
        en: "The producer ends only when everything it has sent is on its way",
        "zh-cn": "生产者在所有消息都送出之后才结束",
      },
      points: 1,
      hints: [
        {
          en: "send() puts a message into a queue. What is still there when the socket is closed has as long as `linger` says.",
          "zh-cn":
            "send() 只是把消息放进队列。套接字关闭时仍在队列里的消息，还有 `linger` 规定的时间可用。",
        },
        {
          en: "Leave `linger` at 5 seconds and let the program end by itself: process.exit() waits for nothing.",
          "zh-cn":
            "让 `linger` 保持 5 秒，并让程序自行结束：process.exit() 什么也不等。",
        },
      ],
      step: "write-barrier",
      todosIn: ["producer.ts"],
    },
    {
      id: "late-consumer",
      title: {
        en: "The sums are right when a consumer comes late and gets less",
        "zh-cn": "当某个消费者迟到、分到较少时，总和依然正确",
      },
      points: 1,
      hints: [
        {
          en: "Consumer and collector work together here. Check them one by one first.",
          "zh-cn": "这里消费者与收集者一起工作。请先分别检查它们。",
        },
        {
          en: "The collector must count what really arrived from each consumer: half of everything is not always right.",
          "zh-cn":
            "收集者必须统计每个消费者真正送来的数量：总数的一半并不总是对的。",
        },
      ],
      step: "run-pipeline",
      todosIn: [],
    },
    {
      id: "whole-pipeline",
      title: {
        en: "All four programs together count every number exactly once",
        "zh-cn": "四个程序一起运行，每个数字恰好被统计一次",
      },
      points: 2,
      hints: [
        {
          en: "Run all, and compare: the counts of both consumers add up to the producer's count, their sums to its sum.",
          "zh-cn":
            "全部运行并比较：两个消费者的次数之和等于生产者的次数，总和也相等。",
        },
        {
          en: "Stop the collector with Ctrl+C: it prints the total. It takes it from `totals`, so keep your sums there.",
          "zh-cn":
            "用 Ctrl+C 停止收集者：它会打印合计。合计取自 `totals`，所以请把总和保存在那里。",
        },
      ],
      step: "run-pipeline",
      todosIn: [],
    },
  ],
});
