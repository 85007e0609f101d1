// One file: every snippet, and what is at its other end.
import { glob, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import * as zmq from "zeromq";
import { courseFolder } from "../../runner/catalog/course.ts";
import { prepare, type PythonRun } from "../helpers/python-run.ts";
import { python } from "../helpers/python.ts";

const sockets: zmq.Socket[] = [];
const held = <S extends zmq.Socket>(socket: S): S => {
  sockets.push(socket);
  return socket;
};
const patient = { receiveTimeout: 30_000, linger: 0 };

/** What is at the other end of the snippets of a lesson. A snippet that is not here runs alone, and has to end by itself. */
const peers: Record<string, (run: PythonRun) => Promise<void>> = {
  pair: async (run) => {
    const server = held(new zmq.Pair(patient));
    await server.bind(run.at(5555));
    run.start();
    await server.send("message 1");
    for (const which of ["first", "second"])
      expect(String(await server.receive())).toBe(
        `${which} answer to message 1`,
      );
    expect(await run.printed()).toBe("message 1\n");
  },
  "request-reply": async (run) => {
    const server = held(new zmq.Reply(patient));
    await server.bind(run.at(5555));
    run.start();
    expect(String(await server.receive())).toBe("request 1");
    await server.send("reply to request 1");
    expect(await run.printed()).toBe(
      "Operation cannot be accomplished in current state\nreply to request 1\n",
    );
  },
  "publish-subscribe": async (run) => {
    const stations = [
      held(new zmq.XPublisher(patient)),
      held(new zmq.XPublisher(patient)),
    ] as const;
    await stations[0].bind(run.at(5555));
    await stations[1].bind(run.at(5556));
    run.start();
    for (const station of stations)
      expect(String(await station.receive())).toBe("\u000110001 ");
    await stations[1].send("100012 4 here");
    await stations[1].send("10001 57 here");
    expect(await run.printed()).toBe("port here: 57\n");
  },
  pipeline: async (run) => {
    const producer = held(new zmq.Push({ linger: 0 }));
    const collector = held(new zmq.Pull(patient));
    await producer.bind(run.at(5555));
    await collector.bind(run.at(5556));
    run.start();
    await producer.send(JSON.stringify({ id: 1, number: 5 }));
    const [result] = await collector.receive();
    expect(JSON.parse(String(result))).toEqual({
      consumer: "python",
      id: 1,
      number: 5,
    });
  },
  "many-servers": async (run) => {
    const server = held(new zmq.Reply(patient));
    await server.bind(run.at(5555));
    run.start();
    expect(String(await server.receive())).toBe("request 1");
    await server.send("reply 1");
    expect(await run.printed()).toBe("reply 1\n");
    server.close();
    run.start();
    expect(await run.printed()).toBe("no reply to request 1\n");
  },
  echo: async (run) => {
    const server = held(new zmq.Reply(patient));
    await server.bind(run.at(5555));
    run.start();
    run.type("hello world\nQuit\nand more\n");
    await server.send(await server.receive());
    expect(await run.printed()).toBe("hello world\n");
  },
  ports: async (run) => {
    await held(new zmq.Pair()).bind(run.at(5555));
    run.start();
    expect(await run.printed()).toBe(`EADDRINUSE, ${run.at(5555)} is taken\n`);
  },
  "pair-exclusive": async (run) => {
    await held(new zmq.Pair()).bind(run.at(5555));
    run.start();
    expect(await run.printed()).toBe("handshake complete\n");
  },
  lockstep: async (run) => {
    run.start();
    expect(await run.printed()).toBe(
      "True Operation cannot be accomplished in current state\n",
    );
  },
  multipart: async (run) => {
    run.start();
    expect(await run.printed()).toBe(
      "Ada a note ['00ff80']\nb'Ada' 1\nb'a note' 0\n",
    );
  },
  "async-inproc": async (run) => {
    run.start();
    expect(await run.printed()).toBe("reply to word 1\n");
  },
  poller: async (run) => {
    const tasks = held(new zmq.Push());
    const news = held(new zmq.XPublisher(patient));
    await tasks.bind(run.at(5555));
    await news.bind(run.at(5556));
    run.start();
    await news.receive();
    await news.send("first");
    await run.shows("news first\n");
    await tasks.send("1");
    await run.shows("task 1\n");
  },
  transports: async (run) => {
    run.start();
    // Debian's pyzmq knows pgm, and that of PyPI does not.
    expect(await run.printed()).toMatch(
      /^server listens on inproc:\S+\nserver listens on tcp:\S+\npgm:\S+ (?:The protocol is not compatible with the socket type|Protocol not supported)\n$/,
    );
  },
  "high-water-mark": async (run) => {
    run.start();
    expect(await run.printed()).toBe("full after 20\n");
  },
  linger: async (run) => {
    run.start();
    expect(await run.printed()).toBe("the context has ended\n");
  },
  disconnected: async (run) => {
    run.start();
    expect(await run.printed()).toBe("True\n");
  },
  "bind-or-connect": async (run) => {
    for (const action of ["bind", "connect"]) {
      const client = held(new zmq.Request(patient));
      if (action === "bind") client.connect(run.at(5555));
      else await client.bind(run.at(5555));
      run.start(action, run.at(5555));
      await client.send(action);
      expect(String(await client.receive())).toBe(action);
      expect(await run.printed()).toBe("");
    }
  },
  prefixes: async (run) => {
    const publisher = held(new zmq.XPublisher(patient));
    await publisher.bind(run.at(5555));
    run.start();
    for (const wish of ["\u000110", "\u000010", "\u00012"])
      expect(String(await publisher.receive())).toBe(wish);
    for (const update of ["10 first", "2 second"]) await publisher.send(update);
    expect(await run.printed()).toBe("2 second\n");
  },
  workers: async (run) => {
    const managers = [held(new zmq.Push()), held(new zmq.Push())];
    for (const [index, port] of ([5555, 5556] as const).entries())
      await managers[index]?.bind(run.at(port));
    const met = Promise.all(
      managers.map(
        (manager) =>
          new Promise((resolve) => manager.events.on("handshake", resolve)),
      ),
    );
    run.start();
    await managers[1]?.send("task 1");
    await met;
    expect(await run.printed()).toBe("task 1\n");
  },
  streamer: async (run) => {
    const producer = held(new zmq.Push({ linger: 0 }));
    const worker = held(new zmq.Pull(patient));
    producer.connect(run.at(5555));
    worker.connect(run.at(5556));
    run.start();
    await producer.send("task");
    expect(String(await worker.receive())).toBe("task");
  },
  forwarder: async (run) => {
    const station = held(new zmq.XPublisher(patient));
    const subscriber = held(new zmq.Subscriber(patient));
    station.connect(run.at(5555));
    subscriber.connect(run.at(5556));
    subscriber.subscribe("ne");
    run.start();
    expect(String(await station.receive())).toBe("\u0001ne");
    await station.send("news");
    expect(String(await subscriber.receive())).toBe("news");
  },
  queue: async (run) => {
    const client = held(new zmq.Request(patient));
    const worker = held(new zmq.Reply(patient));
    client.connect(run.at(5555));
    worker.connect(run.at(5556));
    run.start();
    await client.send("request");
    await worker.send(await worker.receive());
    expect(String(await client.receive())).toBe("request");
  },
};

const lessons = join(courseFolder, "site/src/content/docs/lessons");
/** A block that imports nothing goes on where the one before it has ended. */
const snippets: { lesson: string; text: string }[] = [];
for await (const file of glob("*.mdx", { cwd: lessons })) {
  const page = await readFile(join(lessons, file), "utf8");
  for (const [, text = ""] of page.matchAll(/^```python\n([^]*?)^```$/gm))
    add(basename(file, ".mdx"), text);
}

function add(lesson: string, text: string): void {
  const before = snippets.at(-1);
  if (before?.lesson === lesson && !/^import /m.test(text))
    before.text += `\n${text}`;
  else snippets.push({ lesson, text });
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "python-snippets-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const runs: PythonRun[] = [];
afterEach(() => {
  for (const run of runs.splice(0)) run.kill();
  for (const socket of sockets.splice(0)) socket.close();
});

test("lessons have Python snippets, and each that is told of its peer is there", () => {
  const there = new Set(snippets.map(({ lesson }) => lesson));
  expect(Object.keys(peers).filter((lesson) => !there.has(lesson))).toEqual([]);
});

test.skipIf(!python).for(snippets)(
  "the Python snippet of $lesson runs",
  async ({ lesson, text }) => {
    const run = await ready(text);
    const withPeer = peers[lesson];
    if (withPeer) return withPeer(run);
    run.start();
    await run.printed();
  },
);

test.skipIf(!python)(
  "in pyzmq `subscribe()` without a prefix is a TypeError, as prefixes says",
  async () => {
    const run = await ready(
      "import zmq\ntry:\n    zmq.Context().socket(zmq.SUB).subscribe()\nexcept TypeError:\n    print('TypeError')\n",
    );
    run.start();
    expect(await run.printed()).toBe("TypeError\n");
  },
);

async function ready(text: string): Promise<PythonRun> {
  const run = await prepare(join(folder, "snippet.py"), text);
  runs.push(run);
  return run;
}
