import { glob, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SocketType } from "#contract";
import { afterEach, describe, expect, test } from "vitest";
import * as zmq from "zeromq";
import { courseFolder } from "../../runner/catalog/course.ts";
import {
  socketOptions,
  type SocketOption,
} from "../../site/src/components/options.ts";

const classes = {
  PAIR: zmq.Pair,
  REQ: zmq.Request,
  REP: zmq.Reply,
  DEALER: zmq.Dealer,
  ROUTER: zmq.Router,
  PUSH: zmq.Push,
  PULL: zmq.Pull,
  PUB: zmq.Publisher,
  XPUB: zmq.XPublisher,
  SUB: zmq.Subscriber,
  XSUB: zmq.XSubscriber,
} satisfies Record<SocketType, unknown>;
const types = Object.keys(classes) as SocketType[];

const open: zmq.Socket[] = [];
const held = <S extends zmq.Socket>(socket: S): S => {
  open.push(socket);
  return socket;
};
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

/** What can be set on an object of this class. */
function settable(prototype: object): Set<string> {
  const names = new Set<string>();
  let level: object | null = prototype;
  while (level && level !== Object.prototype) {
    const own = Object.getOwnPropertyDescriptors(level);
    for (const [name, { set }] of Object.entries(own)) if (set) names.add(name);
    level = Object.getPrototypeOf(level) as object | null;
  }
  return names;
}
const optionsOf = (type: SocketType) => settable(classes[type].prototype);
const known = new Set(socketOptions.map(({ name }) => name));

test.each(socketOptions)(
  "$name belongs to the sockets that the page names",
  ({ name, sockets }) => {
    expect(types.filter((type) => optionsOf(type).has(name))).toEqual(
      types.filter((type) => !sockets || sockets.includes(type)),
    );
  },
);

test.each(socketOptions.filter(({ unreadable }) => !unreadable))(
  "the default of $name",
  ({ name, sockets = types, default: usual, differs }: SocketOption) => {
    const read = sockets.map((type) => {
      const socket = held(new classes[type]() as zmq.Socket);
      return [type, (socket as unknown as Record<string, unknown>)[name]];
    });
    expect(read).toEqual(
      sockets.map((type) => [type, differs?.[type] ?? usual]),
    );
  },
);

/** A name of its own: a closed socket gives its name back a moment later. */
let inprocs = 0;
const inproc = () => `inproc://${inprocs++}`;

describe("the default of an option that cannot be read", () => {
  const defaultOf = (option: string) =>
    socketOptions.find(({ name }) => name === option)?.default;

  test("each of them is tried here", () => {
    const unreadable = socketOptions.filter((option) => option.unreadable);
    expect(unreadable.map(({ name }) => name).sort()).toEqual(
      ["conflate", "correlate", "mandatory", "verbosity"].sort(),
    );
    for (const name of ["conflate", "correlate", "verbosity"])
      for (const type of types)
        expect(Reflect.get(held(new classes[type]()), name)).toBe(undefined);
    expect(() => Reflect.get(held(new zmq.Router()), "mandatory")).toThrow();
  });

  test.each([{}, { correlate: true }])("correlate: %o", async (options) => {
    const router = held(new zmq.Router({ receiveTimeout: 5_000 }));
    const client = held(new zmq.Request({ ...options, linger: 0 }));
    const endpoint = inproc();
    await router.bind(endpoint);
    client.connect(endpoint);
    await client.send("ask");
    const { correlate = defaultOf("correlate") } = options;
    expect(await router.receive()).toHaveLength(correlate ? 4 : 3);
  });

  test.each([{}, { mandatory: true }])("mandatory: %o", async (options) => {
    const router = held(new zmq.Router(options));
    const peer = held(new zmq.Dealer());
    const endpoint = inproc();
    await router.bind(endpoint);
    peer.connect(endpoint);
    const sent = router.send(["nobody", "news"]);
    const { mandatory = defaultOf("mandatory") } = options;
    if (mandatory) await expect(sent).rejects.toThrow("Host unreachable");
    else await sent;
  });

  test.each([{}, { verbosity: "allSubs" as const }])(
    "verbosity: %o",
    async (options) => {
      const publisher = held(
        new zmq.XPublisher({ ...options, receiveTimeout: 5_000 }),
      );
      const endpoint = inproc();
      await publisher.bind(endpoint);
      for (const topic of ["same", "same", "last"]) {
        const subscriber = held(new zmq.Subscriber());
        subscriber.connect(endpoint);
        subscriber.subscribe(topic);
      }
      const heard: string[] = [];
      while (heard.at(-1) !== "\u0001last")
        heard.push(String((await publisher.receive())[0]));
      const { verbosity = defaultOf("verbosity") } = options as {
        verbosity?: string;
      };
      expect(heard).toEqual([
        "\u0001same",
        ...(verbosity === "allSubs" ? ["\u0001same"] : []),
        "\u0001last",
      ]);
    },
  );

  test.each([{}, { conflate: true }])("conflate: %o", async (options) => {
    // Its queue is at the sender alone as long as nobody has bound.
    const folder = await mkdtemp(join(tmpdir(), "conflate-"));
    const endpoint = `ipc://${folder}/tasks`;
    const tasks = held(new zmq.Push({ ...options, linger: 0 }));
    const reader = held(new zmq.Pull({ receiveTimeout: 5_000 }));
    tasks.connect(endpoint);
    for (const task of ["one", "two"]) await tasks.send(task);
    await reader.bind(endpoint);
    const { conflate = defaultOf("conflate") } = options;
    expect(String(await reader.receive())).toBe(conflate ? "two" : "one");
    await rm(folder, { recursive: true });
  });
});

test("what the page says of options that are not there, and of blocky", () => {
  expect(() => new zmq.Push({ lingerr: 0 } as object)).toThrow(
    new TypeError("Cannot add property lingerr, object is not extensible"),
  );
  expect(() => new zmq.Push({ receiveTimeout: 0 } as object)).toThrow(
    "Cannot add property receiveTimeout, object is not extensible",
  );
  const context = new zmq.Context({ blocky: false });
  expect(held(new zmq.Push({ context })).linger).toBe(0);
});

const everyOption = new Set(types.flatMap((type) => [...optionsOf(type)]));

test("the page lists every option that a program, a mistake or a grader of the course sets", async () => {
  const missing: string[] = [];
  for await (const file of glob("labs/*/**/*.ts", { cwd: courseFolder })) {
    const text = await readFile(join(courseFolder, file), "utf8");
    if (!/["']zeromq["']|mistakes\.ts$|lab\.ts$/.test(text + file)) continue;
    for (const name of set(text))
      if (!known.has(name)) missing.push(`${file}: ${name}`);
  }
  expect(missing).toEqual([]);
});

test("the page lists every option that a lesson names", async () => {
  const missing: string[] = [];
  const lessons = "site/src/content/docs/lessons/*.mdx";
  for await (const file of glob(lessons, { cwd: courseFolder })) {
    const text = await readFile(join(courseFolder, file), "utf8");
    for (const [, code = ""] of text.matchAll(/`([^`\n]+)`/g))
      for (const name of [...set(code), code])
        if (everyOption.has(name) && !known.has(name))
          missing.push(`${file}: ${name}`);
  }
  expect(missing).toEqual([]);
});

/** The options that a text sets: `{ linger: 0 }`, `{ linger }`, `socket.linger = 0`. */
function set(text: string): string[] {
  const settings =
    /(?<=[{,]\s*)(\w+)(?=\s*[,}])|(?<=[{,]\s*)(\w+)\s*:|(?<=\w\.)(\w+)\s*=(?!=)/g;
  return [...text.matchAll(settings)]
    .map(([, short, long, later]) => short ?? long ?? later ?? "")
    .filter((name) => everyOption.has(name));
}

test.each(socketOptions.filter(({ lesson }) => lesson !== undefined))(
  "the lesson $lesson, or a program of its lab, shows $name",
  async ({ name, lesson = "" }) => {
    const page = `site/src/content/docs/lessons/${lesson}.mdx`;
    const programs = `labs/${lesson}/{solution,programs}/*.ts`;
    const texts = [await readFile(join(courseFolder, page), "utf8")];
    for await (const file of glob(programs, { cwd: courseFolder }))
      texts.push(await readFile(join(courseFolder, file), "utf8"));
    expect(texts.some((text) => text.includes(name))).toBe(true);
  },
);
