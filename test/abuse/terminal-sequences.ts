import fc from "fast-check";

/** What asks a terminal for more than drawing text: by kind, what each does, and one of it. */
export const corpus: Record<string, Record<string, string>> = {
  "huge parameters": {
    "repeat 999999999 times": "A\u001b[999999999b",
    "repeat by the one-character introducer": "A\u009b999999999b",
    "repeat by the width": "A\u001b[200b",
    "insert, delete and erase without end":
      "\u001b[999999999@\u001b[999999999P\u001b[999999999X",
    "insert lines, delete lines, scroll without end":
      "\u001b[999999999L\u001b[999999999M\u001b[999999999S\u001b[999999999T",
    "insert lines by the height": "\u001b[20L\u001b[20M",
    "scroll by the height": "\u001b[15S",
    "scroll down by the height": "\u001b[15T",
    "move far away": "\u001b[999999999;999999999H\u001b[9999C\u001b[9999B",
    "tabs without end": "\u001b[999999999I\u001b[999999999Z",
    columns: "\u001b[9999'}\u001b[9999'~\u001b[9999 @\u001b[9999 A",
    "10,000 parameters": `\u001b[${"1;".repeat(10_000)}m`,
    "sub-parameters": `\u001b[${"38:2:".repeat(3000)}m`,
  },
  "whole screens": {
    "fill the screen": "\u001b#8",
    "clear the screen": "\u001b[2J",
    "clear the screen and what is above": "\u001b[2J\u001b[3J",
    reset: "\u001bc",
    "soft reset": "\u001b[!p",
    "switch screens": "\u001b[?1049h\u001b[?1049l",
    "132 columns": "\u001b[?40h\u001b[?3h\u001b[?3l",
    "reverse the screen": "\u001b[?5h\u001b[?5l",
    "line feeds": "\n",
    "reverse line feeds": "\u001bM",
    backspaces: "\b\u001b[D",
    "scroll regions": "\u001b[2;3r\u001b[r\n",
  },
  characters: {
    "combining characters": "\u0301",
    "characters that nobody draws": "\u{e0239}",
    "fillers of Hangul": "\u3164",
    "a cell of combining characters": `a${"\u0301".repeat(4000)}`,
    "joined emoji": "👩‍👩‍👧‍👦",
    "wide characters": "漢",
    "right to left": "\u202eאב",
    "control characters":
      "\u0000\u0001\u0002\u0003\u0006\u0010\u0015\u0016\u0019\u007f",
    bells: "\u0007",
    "broken UTF-8": "\u00c3\u0028\ud800",
    styles: "\u001b[1;3;4:3;5;7;9;53;58;2;1;2;3;48;5;99m█",
    "character sets": "\u001b(0\u001b)B\u000e\u000fx\u001bn\u001bo",
  },
  "titles, links, clipboard, colours": {
    titles:
      "\u001b]0;pwned title\u0007\u001b]1;pwned\u0007\u001b]2;pwned\u001b\\",
    "a long title": `\u001b]0;${"pwned ".repeat(5000)}\u0007`,
    "a title without an end": "\u001b]0;pwned",
    "title stack": "\u001b[22;0t\u001b[23;0t",
    links: "\u001b]8;;http://127.0.0.1/\u0007x\u001b]8;;\u0007",
    "links with ids": `\u001b]8;id=${"i".repeat(200)};javascript:pwned=1\u0007x`,
    "the clipboard": "\u001b]52;c;cHduZWQ=\u0007\u001b]52;p;cHduZWQ=\u001b\\",
    "the clipboard, asked for": "\u001b]52;c;?\u0007",
    colours: "\u001b]4;1;#123456\u0007",
    "colours, hundreds at once": `\u001b]4;${Array.from({ length: 256 }, (_, index) => `${index};rgb:12/34/56`).join(";")}\u0007`,
    "text and background colours":
      "\u001b]10;#123456\u0007\u001b]11;#654321\u0007\u001b]12;red\u0007",
    "colours, back again":
      "\u001b]104\u0007\u001b]110\u0007\u001b]111\u0007\u001b]112\u0007",
    images: "\u001b]1337;File=inline=1;size=4:AAAA\u0007",
    sixel: `\u001bPq#0;2;0;0;0${"!9999~-".repeat(50)}\u001b\\`,
    "device control": `\u001bP${"x".repeat(5000)}\u001b\\`,
    "device control without an end": "\u001bP1$r",
    "application strings":
      "\u001b_Gf=100,a=T;AAAA\u001b\\\u001b^pwned\u001b\\\u001bXpwned\u001b\\",
    "shell integration marks":
      "\u001b]133;A\u0007\u001b]133;C;cmdline=pwned\u0007\u001b]133;D;0\u0007",
    "folders and notifications":
      "\u001b]7;file:///etc/passwd\u0007\u001b]9;pwned\u0007\u001b]777;notify;a;b\u0007",
  },
  questions: {
    "device attributes": "\u001b[c\u001b[>c\u001b[=c\u001bZ",
    "status and cursor reports": "\u001b[5n\u001b[6n\u001b[?6n\u001b[?15n",
    settings: "\u001bP$qm\u001b\\\u001bP$qpwned\r\u001b\\\u001b[?2026$p",
    "version, answerback, terminfo": "\u001b[>q\u0005\u001bP+q544e\u001b\\",
    "a title that is asked back":
      "\u001b]0;touch pwned\r\u0007\u001b[21t\u001b[20t",
    "window operations":
      "\u001b[8;300;500t\u001b[9;1t\u001b[3;0;0t\u001b[11t\u001b[13t\u001b[14t\u001b[18t\u001b[19t",
    "colours that are asked back":
      "\u001b]4;1;?\u0007\u001b]10;?\u0007\u001b]11;?\u0007",
    "rectangles and checksums":
      "\u001b[1;1;1;1;999;999*y\u001b[65;1;1;999;999$x\u001b[1;1;999;999$z",
  },
  modes: {
    "mouse, paste and focus modes":
      "\u001b[?9h\u001b[?1000h\u001b[?1003h\u001b[?1006h\u001b[?1016h\u001b[?1004h\u001b[?2004h",
    "every mode": Array.from(
      { length: 60 },
      (_, mode) => `\u001b[?${mode}h\u001b[${mode}h`,
    ).join(""),
    "synchronised output without an end": "\u001b[?2026h",
  },
};

/** Every question that a program can ask a terminal. */
export const questions = Object.values(corpus["questions"] ?? {}).join("");

const finals = Array.from({ length: 63 }, (_, index) =>
  String.fromCharCode(0x40 + index),
);
const number = fc.oneof(
  fc.nat(200),
  fc.constantFrom(0, 9999, 10_000, 65_535, 2 ** 31, 999_999_999_999),
);
const parameters = fc
  .array(fc.tuple(number, fc.constantFrom(";", ":", "")), { maxLength: 12 })
  .map((pairs) => pairs.flat().join(""));

/** A control sequence of any kind, finished or not. */
const controlSequence = fc
  .tuple(
    fc.constantFrom("\u001b[", "\u009b"),
    fc.constantFrom("", "", "", "?", ">", "=", "<"),
    parameters,
    fc.constantFrom("", "", "", " ", "!", "$", "'", '"', "*", "#"),
    fc.constantFrom(...finals, ""),
  )
  .map((parts) => parts.join(""));

/** A string sequence with any content, finished or not. */
const stringSequence = fc
  .tuple(
    fc.constantFrom(
      "\u001b]",
      "\u001bP",
      "\u001b_",
      "\u001b^",
      "\u001bX",
      "\u009d",
    ),
    fc.oneof(number.map(String), fc.constant("")),
    fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.constantFrom(";?", ";pwned", ";c;cHduZWQ=", ";;javascript:pwned=1"),
    ),
    fc.constantFrom("\u0007", "\u001b\\", "\u009c", ""),
  )
  .map((parts) => parts.join(""));

const fragment: fc.Arbitrary<Uint8Array> = fc.oneof(
  ...[controlSequence, stringSequence, fc.string({ unit: "binary" })].map(
    (text) => text.map((each) => Buffer.from(each)),
  ),
  fc.constantFrom(
    ...Object.values(corpus)
      .flatMap((kind) => Object.values(kind))
      .map((each) => Buffer.from(each)),
  ),
  fc
    .tuple(
      fc.constant("\u001b"),
      fc.constantFrom(...finals, ...Array.from("0123456789#()*+ %")),
    )
    .map((parts) => Buffer.from(parts.join(""))),
  fc.uint8Array({ maxLength: 200 }),
);

/** Fragments of all kinds, each as often as it takes to be felt. */
export const anyBytes: fc.Arbitrary<Uint8Array> = fc
  .array(fc.tuple(fragment, fc.constantFrom(1, 1, 1, 20, 400)), {
    minLength: 1,
    maxLength: 20,
  })
  .map((parts) =>
    Buffer.concat(
      parts.flatMap(([bytes, times]) =>
        Array.from({ length: times }, () => bytes),
      ),
    ).subarray(0, 64 * 1024),
  );

/**
 * A program for the terminal: prints the files 1.bytes, 2.bytes … as they come, ends whatever sequence they left open, waits
 * until the terminal has answered all that it was asked, resets it (not after 1.keep), and says so.
 */
export const printer = `import { existsSync, readFileSync, writeSync } from "node:fs";
process.stdin.setRawMode(true);
let answers = "";
process.stdin.on("data", (bytes) => {
  answers = (answers + bytes.toString("latin1")).slice(-100);
});
const write = (text) => {
  for (let rest = Buffer.from(text); rest.length > 0; )
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch {}
};
const pause = () => new Promise((resolve) => setTimeout(resolve, 10));
const answered = async (number) => {
  answers = "";
  const mode = "?" + (7000 + (number % 2000));
  write("\\x18\\x1b\\\\\\x1b[" + mode + "$p");
  while (!answers.includes("\\x1b[" + mode + ";0$y")) await pause();
};
write("waits\\r\\n");
for (let number = 1; ; ) {
  const [file, keep] = [number + ".bytes", number + ".keep"];
  if (!existsSync(file) && !existsSync(keep)) {
    await pause();
    continue;
  }
  write(readFileSync(existsSync(keep) ? keep : file));
  await answered(number);
  // Long enough to be drawn as it is.
  await new Promise((resolve) => setTimeout(resolve, 60));
  if (existsSync(file)) write("\\x1bc");
  write("printed " + number + ".\\r\\n");
  number += 1;
}
`;
