/* The panel of the lab: a terminal of a Docker Engine that runs in this tab, beside an example of the site.

   Before the click on "Start" it asks for lab.json and for the example, and for nothing else. */

import { closeFrame, fitFrame, followLooks, hasFocus, recordingAt } from "./around.mjs";
import { judge } from "./device.mjs";
import { PartError, Parts } from "./parts.mjs";
import { startMachine, steps, terminalParts } from "./start.mjs";
import { openTerminal } from "./terminal.mjs";
import * as view from "./view.mjs";
import { Work, waitsFor } from "./work.mjs";

const BASE = new URL(".", location).href;
const EXAMPLE = /^[\w-][\w.-]*\/[\w-][\w.-]*$/; // its name, in the address
const NO_EXAMPLE = {
  title: "", name: "lab", files: [], differs: [],
  steps: ["docker version", "docker run --rm busybox:1.37 echo hello", "docker image ls", "docker ps --all"]
    .map((label) => ({ label, keys: `${label}\r` })),
};

const work = new Work();
let lab;
let parts;
let example;
let terminal; // once there is one
let laidOut; // the one to come
let cancel; // of the start that goes on

const read = async (name, signal) => {
  const answer = await fetch(new URL(name, BASE), { cache: "no-cache", signal })
    .catch(() => { throw new Error("The network does not answer."); });
  if (!answer.ok) throw new Error(`The server answered ${answer.status} for ${name}.`);
  return answer.json();
};

const wanted = async () => {
  const name = decodeURIComponent(location.hash.slice(1));
  return EXAMPLE.test(name) ? read(`examples/${name}.json`) : NO_EXAMPLE;
};

/* ---------- Before the start ---------- */

const download = (kept) => {
  const whole = view.megabytes(lab.click);
  if (!kept) return `${whole}${parts.keeps ? ", once: this browser keeps it" : ""}. More while you work, as images are read.`;
  const there = kept < lab.state.bytes ? `of which this browser keeps ${view.megabytes(kept)}` : "which this browser keeps";
  return [`${whole}, ${there}. `, view.button("Remove it", forget)];
};

const facts = (kept) => ({
  Download: download(kept),
  Time: `A few seconds once it is there. ${example.seconds
    ? `All commands of this example took ${Math.round(example.seconds)}\u00a0s where we checked it`
    : "A first docker run took about 7\u00a0s where we measured it"}: slower than a Docker of your own.`,
  Machine: `Docker Engine ${lab.engine} on an emulated 32-bit PC (${lab.platform}) with ${lab.memory / 2 ** 20}\u00a0MB of memory.`,
  Images: [...lab.images.flatMap((name) => [view.code(name), ", "]).slice(0, -1), ": made of packages of Debian."],
  Network: "None inside: no pulls, no pushes.",
  "Your data": "Stays in this tab. Reloading or leaving the page ends the machine, and all that is in it.",
});

/* What this device can't do, or does badly, with a way to the recording. */
const warnOfDevice = ({ can, why }, kept) => {
  const recording = recordingAt(example.anchor);
  if (why) view.warn(`${why} `, recording ? view.link("The recording shows the same run.", recording) : "");
  else view.warn();
  if (why) return can ? "Start Docker all the same" : "";
  return kept >= lab.state.bytes ? "Start Docker" : `Start Docker (${view.megabytes(lab.click)})`;
};

const showBefore = async (trouble) => {
  view.show("before");
  view.part("title").textContent = example.title || "Run Docker yourself";
  const kept = await parts.keptBytes();
  view.showFacts(facts(kept));
  const judged = judge(lab.memory);
  const label = warnOfDevice(judged, kept);
  if (trouble) view.warn(trouble.words);
  view.part("start").hidden = !judged.can;
  view.part("start-label").textContent = trouble?.again ?? label;
};

const forget = async () => {
  await parts.remove();
  await showBefore();
  view.say("What was kept is removed.");
  view.part("start").focus();
};

/* ---------- The start ---------- */

const failed = async (error) => {
  const words = error instanceof RangeError
    ? "The browser did not give the machine its memory. Close other tabs, and try again."
    : error.message;
  await showBefore({ words, again: error instanceof PartError ? error.again : "Try again" });
  view.say(words);
  if (hasFocus()) view.part("start").focus();
};

/* The terminal is laid out before there is a machine, so that the machine knows its size. */
const layOut = () => {
  laidOut ??= terminalParts(lab, BASE).then((made) => {
    terminal = openTerminal(view.part("terminal"), made, { send: work.send, resized: work.resize });
    return terminal;
  });
  laidOut.catch(() => { laidOut = undefined; });
  return laidOut;
};

const begin = async (machine, opened) => {
  const hadFocus = hasFocus();
  view.show("running");
  work.take(machine, opened);
  if (hadFocus) terminal.focus();
  view.say("Docker is ready. Escape, then Tab, leaves the terminal.");
  if (!parts.keeps) view.showTime("This browser has no room to keep the download; the next visit fetches it again.");
  parts.hold();
  parts.tidy().catch(() => { /* what is left there goes at another start */ });
  if (example !== opened) await change();
};

/* Raises an error where the site has another lab by now: the files of this one may be gone, and two must not mix. Whoever is
   offline may have all that it takes. */
const checkVersion = async (signal) => {
  const { version } = await read("lab.json", signal).catch(() => lab);
  signal.throwIfAborted();
  if (version !== lab.version) throw new Error("A newer lab has been published. Reload the page to get it.");
};

const start = async () => {
  const own = new AbortController();
  const { signal } = own;
  cancel = own;
  const opened = example; // another one may be asked for meanwhile
  view.show("starting");
  const at = view.showSteps(steps(lab));
  at(0);
  view.showProgress(0, lab.state.bytes);
  try {
    await checkVersion(signal);
    await begin(await startMachine({
      lab, parts, example: opened, signal, base: BASE,
      at,
      progress: (got) => view.showProgress(got, lab.state.bytes),
      trouble: (error) => view.showWait(error ? waitsFor(error) : ""),
      terminal: layOut(),
      listeners: () => work.listeners(terminal),
    }), opened);
  } catch (error) {
    const isCanceled = signal.aborted;
    own.abort(); // what still comes
    if (isCanceled) await showBefore();
    else await failed(error);
  }
};

/* Another example of the page: the same machine takes it. */
const change = async () => {
  const asked = location.hash;
  try {
    const found = await wanted();
    if (location.hash !== asked) return; // another one was asked for meanwhile
    example = found;
    if (work.runs) await work.change(example);
    else if (!view.part("before").hidden) await showBefore();
  } catch (error) {
    view.showTime(error.message);
    if (!view.part("before").hidden) view.warn(error.message);
    view.say(error.message);
    history.replaceState(null, "", location.pathname); // so that it can be asked for again
  }
};

const main = async () => {
  const act = (id, does) => view.part(id).addEventListener("click", does);
  followLooks(() => terminal?.recolor());
  fitFrame(document.querySelector("main"));
  act("close", closeFrame);
  try {
    [lab, example] = await Promise.all([read("lab.json"), wanted()]);
    parts = new Parts(lab, BASE);
    await showBefore();
  } catch (error) {
    const words = `The lab can’t be loaded. ${error.message} Reload the page.`;
    view.warn(words);
    view.say(words);
    if (hasFocus()) view.part("close").focus();
    return;
  }
  act("start", start);
  act("cancel", () => cancel.abort());
  act("reset", async () => { work.stop(); await start(); });
  act("stop", async () => { work.stop(); await showBefore(); });
  act("copy", work.copy);
  act("interrupt", work.interrupt);
  addEventListener("hashchange", change);
  document.addEventListener("visibilitychange", work.rest);
  addEventListener("beforeunload", (event) => { if (work.isUsed) event.preventDefault(); });
  const first = view.part("start").hidden ? "close" : "start";
  if (first === "close") view.say(view.part("warning").textContent);
  if (hasFocus()) view.part(first).focus();
};

main();
