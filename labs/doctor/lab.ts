import { defineLab } from "#contract";

export default defineLab({
  id: "doctor",
  part: "start",
  place: 1,
  title: { en: "Is everything there?", "zh-cn": "一切就绪了吗？" },
  summary: {
    en: "Let a program try all that the course needs of your machine.",
    "zh-cn": "用一个程序检验课程对你的机器的全部要求。",
  },
  minutes: 5,
  concepts: [
    { en: "Terminals, steps and checks", "zh-cn": "终端、步骤与检查" },
  ],
  programs: {
    doctor: { file: "doctor.ts", args: [], editable: false },
  },
  terminals: [
    {
      id: "doctor",
      title: { en: "Doctor", "zh-cn": "医生" },
      program: "doctor",
      ready: { when: "started" },
    },
  ],
  topology: [
    {
      terminal: "doctor",
      sockets: [
        { type: "PAIR", action: "bind", endpoints: ["tcp://127.0.0.1:5555"] },
      ],
    },
  ],
  checks: [
    {
      id: "machine-is-ready",
      title: {
        en: "Messages come back over tcp and over ipc",
        "zh-cn": "消息能通过 tcp 和 ipc 往返",
      },
      points: 1,
      hints: [
        {
          en: "Run the doctor. Behind each ✗ stands what to do.",
          "zh-cn": "运行医生程序。每个 ✗ 后面都写着该怎么做。",
        },
      ],
      step: "check",
    },
  ],
});
