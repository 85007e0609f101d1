// What a lab's program does before it says its first word.
import * as zmq from "zeromq";

console.log(`first-byte of ZeroMQ ${zmq.version}`);
