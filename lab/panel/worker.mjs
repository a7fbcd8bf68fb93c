/* The thread of the machine: lab/machine.mjs, as remote.mjs calls it. */

import { connect } from "./calls.mjs";
import { Machine } from "./machine.mjs";

/* No policy of the page holds in a worker, so that this takes away what could reach another server: files come as answers of
   the page. Without Worker the emulator leaves its turns to machine.mjs. */
for (const way of ["fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "importScripts", "Worker"]) {
  Object.defineProperty(self, way, { value: undefined });
}

let machine;
const call = connect(self, {
  start: async (lab, base) => {
    machine = await Machine.start(lab, read, { base });
    machine.terminal = (bytes) => call("terminal", bytes);
    machine.command = (event) => call("command", event);
    machine.trouble = (error) => call("trouble", error);
  },
  open: (...given) => machine.open(...given),
  type: (text) => machine.type(text),
  resize: (rows, columns) => machine.resize(rows, columns),
  pause: () => machine.pause(),
  resume: () => machine.resume(),
});
const read = (file) => call("read", file);
read.drop = (file) => call("drop", file);
