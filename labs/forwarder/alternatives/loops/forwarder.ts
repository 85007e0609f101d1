import { XPublisher, XSubscriber } from "zeromq";

const front = new XSubscriber();
const back = new XPublisher();
process.once("SIGINT", () => {
  front.close();
  back.close();
});
await front.bind("tcp://127.0.0.1:5555");
await back.bind("tcp://127.0.0.1:5556");

const updates = async () => {
  for await (const frames of front) await back.send(frames);
};
const wishes = async () => {
  for await (const [wish] of back) {
    console.log(
      wish?.[0] ? "wants" : "no longer wants",
      String(wish?.subarray(1)),
    );
    await front.send(wish ?? "");
  }
};
try {
  await Promise.all([updates(), wishes()]);
} catch (error) {
  if (!back.closed) throw error;
}
