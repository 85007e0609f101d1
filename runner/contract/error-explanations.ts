// One file: the explanations stand side by side, so that no two of them say the same.
import type { LocalizedText } from "./localized.ts";

/** An error as far as an explanation needs it. */
export interface ExplainedError {
  /** The error in a line, as Node words it. */
  error: string;
  /** Its code, where it has one. */
  code: string | null;
  /** Whether the program had begun. */
  started: boolean;
}

/** What an error means and what to do, in plain words; null where that is not known: nothing is better than something wrong. */
export function explain(error: ExplainedError): LocalizedText | null {
  for (const { code, when, unstarted, say } of explanations) {
    if (code !== undefined && code !== error.code) continue;
    if (unstarted && error.started) continue;
    const match = when ? when.exec(error.error) : [];
    if (match) return say(...match.slice(1));
  }
  return null;
}

/** What helps when two programs want one address. */
export const onTakenAddress: LocalizedText = {
  en: "EADDRINUSE: only one program can bind an address. Check which of your sockets should connect instead.",
  "zh-cn":
    "EADDRINUSE：一个地址只能被一个程序绑定。看看你的哪个套接字应当改为连接。",
};

/** What helps when a program prints a promise in place of its value. */
export const onPrintedPromise: LocalizedText = {
  en: "The program printed a promise, and not the value that it will have. An `await` is missing before it.",
  "zh-cn": "程序打印的是 promise，而不是它将得到的值。它前面少了 `await`。",
};

/** How a promise looks that is printed, or put into a text. */
export const printedPromise = /Promise \{ <pending> \}|\[object Promise\]/;

interface Explanation {
  /** The error's code. */
  code?: string;
  /** What the error's line must be like; its groups are given to `say`. */
  when?: RegExp;
  /** Whether it holds only where the program has not begun. */
  unstarted?: boolean;
  say: (...groups: string[]) => LocalizedText;
}

/** The first that fits is said. */
const explanations: readonly Explanation[] = [
  {
    code: "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
    say: () => ({
      en: "Node runs TypeScript by leaving out its types: `enum`, `namespace` and parameter properties are not types. Write a plain object or field instead.",
      "zh-cn":
        "Node 运行 TypeScript 时只是去掉类型：`enum`、`namespace` 和参数属性不是类型。请改写成普通的对象或字段。",
    }),
  },
  {
    unstarted: true,
    when: /await isn't allowed in non-async function|await is only valid in async functions/,
    say: () => ({
      en: "`await` stands in a function that is not `async`. Write `async` before that function.",
      "zh-cn":
        "`await` 所在的函数不是 `async` 函数。请在该函数前写上 `async`。",
    }),
  },
  {
    unstarted: true,
    when: /Unterminated (?:template|string constant)/,
    say: () => ({
      en: "A text begins in this line and does not end: its closing quote is missing.",
      "zh-cn": "这一行开始了一段文本，但没有结束：缺少右引号。",
    }),
  },
  {
    unstarted: true,
    when: /got '<eof>'/,
    say: () => ({
      en: "The file ends too early: a bracket or brace that was opened is not closed.",
      "zh-cn": "文件结束得太早：有一个打开的括号没有关闭。",
    }),
  },
  {
    unstarted: true,
    when: /Identifier '([^']+)' has already been declared/,
    say: (name) => ({
      en: `\`${name}\` is declared twice. Give one of the two another name, or leave out the second \`const\` or \`let\`.`,
      "zh-cn": `\`${name}\` 声明了两次。请给其中一个换个名字，或去掉第二个 \`const\` 或 \`let\`。`,
    }),
  },
  {
    unstarted: true,
    when: /Named export '([^']+)' not found\. The requested module '([^']+)'/,
    say: (name, module) => noExport(name, module),
  },
  {
    unstarted: true,
    when: /The requested module '([^']+)' does not provide an export named '([^']+)'/,
    say: (module, name) => noExport(name, module),
  },
  {
    unstarted: true,
    when: /^SyntaxError/,
    say: () => ({
      en: "Node cannot read this line. Often a bracket, quote or comma is missing or too many, here or in the line before.",
      "zh-cn":
        "Node 读不懂这一行：常见的原因是这里或上一行少了或多了括号、引号或逗号。",
    }),
  },
  {
    code: "ERR_MODULE_NOT_FOUND",
    when: /Cannot find package '([^']+)'/,
    say: (name) => ({
      en: `There is no package \`${name}\` here. The library is imported from "zeromq", and a file of your own begins with \`./\`.`,
      "zh-cn": `这里没有名为 \`${name}\` 的包。库要从 "zeromq" 导入；导入自己的文件要以 \`./\` 开头。`,
    }),
  },
  {
    code: "ERR_MODULE_NOT_FOUND",
    when: /Cannot find module '(?:[^']*\/)?([^'/]+)' imported from (?:.*\/)?([^/]+)$/,
    say: (missing, from) => ({
      en: `\`${from}\` imports \`${missing}\`, and there is no such file. Look at its spelling; imports of your own files end in .ts.`,
      "zh-cn": `\`${from}\` 导入了 \`${missing}\`，但没有这个文件。请检查拼写；导入自己的文件要以 .ts 结尾。`,
    }),
  },
  {
    code: "ERR_UNKNOWN_BUILTIN_MODULE",
    when: /No such built-in module: (\S+)/,
    say: (name) => ({
      en: `Node has no module \`${name}\`. Look at its spelling.`,
      "zh-cn": `Node 没有名为 \`${name}\` 的模块。请检查拼写。`,
    }),
  },
  {
    code: "MODULE_NOT_FOUND",
    when: /Cannot find module '(?:[^']*\/)?([^'/]+)'$/,
    say: (name) => ({
      en: `There is no file \`${name}\` here to run. \`ls\` shows the files there are.`,
      "zh-cn": `这里没有可运行的文件 \`${name}\`。用 \`ls\` 可以列出现有的文件。`,
    }),
  },
  {
    when: /^ReferenceError: require is not defined in ES module scope/,
    say: () => ({
      en: '`require` belongs to an older kind of program. Write `import { … } from "zeromq";` instead.',
      "zh-cn":
        '`require` 属于旧式程序。请改写成 `import { … } from "zeromq";`。',
    }),
  },
  {
    when: /^ReferenceError: (\S+) is not defined$/,
    say: (name) => ({
      en: `There is no \`${name}\` here. It is spelt differently, declared elsewhere, or not imported.`,
      "zh-cn": `这里没有 \`${name}\`：可能拼写不同、声明在别处，或者没有导入。`,
    }),
  },
  {
    when: /^ReferenceError: Cannot access '([^']+)' before initialization/,
    say: (name) => ({
      en: `\`${name}\` is used before the line that declares it has run.`,
      "zh-cn": `在声明 \`${name}\` 的那一行执行之前就使用了它。`,
    }),
  },
  {
    when: /^TypeError: (\S+) is not a function$/,
    say: (name) => ({
      en: `\`${name}\` is no function. Look at its spelling, and at what its value really is there.`,
      "zh-cn": `\`${name}\` 不是函数。请检查拼写，以及它在那里的值到底是什么。`,
    }),
  },
  {
    when: /^TypeError: Cannot (?:read|set) properties of (undefined|null) \((?:reading|setting) '([^']+)'\)/,
    say: (value, name) => ({
      en: `What stands before \`${name}\` is \`${value}\` there: it has no value, so nothing can be looked up in it.`,
      "zh-cn": `\`${name}\` 前面的东西在那里是 \`${value}\`：它没有值，所以无法从中取任何东西。`,
    }),
  },
  {
    when: /^TypeError: (?!undefined\b|null\b)\S+ is not (?:async )?iterable/,
    say: () => ({
      en: "What stands there is no list. Often an `await` is missing: `receive()` gives a promise, and only `await socket.receive()` gives the frames.",
      "zh-cn":
        "那里的值不是列表。常见的原因是少了 `await`：`receive()` 给出的是 promise，`await socket.receive()` 才给出各帧。",
    }),
  },
  {
    when: /^TypeError: Assignment to constant variable/,
    say: () => ({
      en: "A `const` keeps its first value. Declare it with `let` if it is to change.",
      "zh-cn": "`const` 的值不能再改变。如果它需要改变，请用 `let` 声明。",
    }),
  },
  { code: "EADDRINUSE", say: () => onTakenAddress },
  {
    code: "EBUSY",
    say: () => ({
      en: "EBUSY: a socket does one send and one receive at a time: await the one before the next.",
      "zh-cn":
        "EBUSY：套接字同一时刻只能做一次发送和一次接收：先 await 前一个，再开始下一个。",
    }),
  },
  {
    code: "EAGAIN",
    say: () => ({
      en: "EAGAIN: a receive or send was given up while it waited: its socket was closed, as on Ctrl+C, or its receiveTimeout or sendTimeout was over. After closing, that error is the expected end: await the promise and catch it. Otherwise wait longer, or without a limit.",
      "zh-cn":
        "EAGAIN：正在等待的接收或发送被放弃了：套接字已关闭（例如按下 Ctrl+C），或 receiveTimeout、sendTimeout 到时了。关闭之后出现这个错误是正常的结束：await 该 promise 并捕获它。否则请等待更久，或不设时限。",
    }),
  },
  {
    code: "EBADF",
    say: () => ({
      en: "EBADF: the socket was closed before it was used: nothing can be sent or received on it any more.",
      "zh-cn": "EBADF：套接字在使用之前已经关闭，不能再用它发送或接收。",
    }),
  },
  {
    code: "EFSM",
    say: () => ({
      en: "EFSM: REQ and REP sockets take turns: send, then receive, then send again (REP the other way round).",
      "zh-cn":
        "EFSM：REQ 和 REP 套接字轮流收发：先发送，再接收，然后再发送（REP 则相反）。",
    }),
  },
];

function noExport(name: string | undefined, module: string | undefined) {
  return {
    en: `\`${module}\` has no \`${name}\` to import. Look at its spelling, capital letters too.`,
    "zh-cn": `\`${module}\` 没有可导入的 \`${name}\`。请检查拼写，包括大小写。`,
  };
}
