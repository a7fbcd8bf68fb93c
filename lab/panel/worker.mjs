/* The thread of the machine: lab/machine.mjs, as remote.mjs calls it. */

import { connect } from "./calls.mjs";
import { Machine } from "./machine.mjs";

/* No policy of the page holds in a worker, so that this takes away what could reach a server. What is left is import(), by
   which scripts are loaded here; all other files come from the page. */
const WAYS = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts", "caches", "FontFace",
  "Worker",
];
for (let place = self; place; place = Object.getPrototypeOf(place)) {
  for (const way of WAYS) if (Object.hasOwn(place, way)) Object.defineProperty(place, way, { value: undefined });
}

/* The page hears of errors that nobody has caught, but not of promises. */
self.addEventListener("unhandledrejection", ({ reason }) => { throw reason; });

let machine;
const call = connect(self, {
  start: async (lab, base) => {
    machine = await Machine.start(lab, read, { base, trouble: (error) => tell("trouble", error) });
    machine.terminal = (bytes) => tell("terminal", bytes);
    machine.command = (event) => tell("command", event);
  },
  open: (...given) => machine.open(...given),
  type: (text) => machine.type(text),
  resize: (rows, columns) => machine.resize(rows, columns),
  pause: () => machine.pause(),
  resume: () => machine.resume(),
});
const tell = (...words) => call(...words).catch(() => { /* what goes wrong on the page is told there */ });
const read = async (file) => new Uint8Array(await call("read", file));
read.drop = (file) => call("drop", file);
