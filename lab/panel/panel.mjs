/* The panel of the lab: a terminal of a Docker Engine that runs in this tab, beside an example of the site.

   Before the click on "Start" it asks for lab.json and for the example, and for nothing else. */

import { closeFrame, fitFrame, followLooks, recordingAt } from "./around.mjs";
import { judge } from "./device.mjs";
import { PartError, Parts } from "./parts.mjs";
import { openExample, startMachine, steps as startSteps, terminalParts } from "./start.mjs";
import { openTerminal } from "./terminal.mjs";
import * as view from "./view.mjs";

const BASE = new URL(".", location).href;
const NO_EXAMPLE = {
  title: "", name: "lab", files: [], differs: [],
  steps: ["docker version", "docker run --rm busybox:1.37 echo hello", "docker image ls", "docker ps --all"]
    .map((label) => ({ label, keys: `${label}\r` })),
};
const FIRST_RUN = "The first run takes about 7 s: Docker itself is running in your tab.";

let lab;
let parts;
let example;
let machine;
let terminal;
let cancel; // of the start that goes on
let typed = false; // whether leaving the page loses something
let runs = 0;
let trouble = ""; // what the machine waits for
let atPrompt = () => {}; // called when a command has ended
let busy; // { since, timer } of the command that runs

const read = async (name) => {
  const answer = await fetch(new URL(name, BASE), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`The server answered ${answer.status} for ${name}.`);
  return answer.json();
};

const wanted = async () => {
  const name = decodeURIComponent(location.hash.slice(1));
  return /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(name) ? read(`examples/${name}.json`) : NO_EXAMPLE;
};

/* ---------- Before the start ---------- */

const facts = (kept) => ({
  Download: kept
    ? [`${view.megabytes(lab.click)}, of which this browser keeps ${view.megabytes(kept)}. `, view.button("Remove it", forget)]
    : `${view.megabytes(lab.click)}, once: this browser keeps it. A little more while you work.`,
  Time: `a few seconds once it is there; ${example.seconds
    ? `then about ${Math.round(example.seconds)} s for all commands of this example`
    : "then about 7 s for a first docker run"}. Slower than a Docker of your own.`,
  Machine: `Docker Engine ${lab.engine} on an emulated 32-bit PC (${lab.platform}) with ${lab.memory / 2 ** 20} MB of memory`,
  Images: [...lab.images.flatMap((name) => [view.code(name), ", "]).slice(0, -1), ": stand-ins, made of packages of Debian"],
  Network: "none inside: no pulls, no pushes",
  "Your data": "stays in this tab. Reloading or leaving the page ends the machine, and all that is in it.",
});

const showBefore = async (startLabel) => {
  view.show("before");
  view.part("title").textContent = example.title ? `Run it yourself: ${example.title}` : "Run Docker yourself";
  view.part("idea").textContent = "A small Linux computer with Docker Engine starts inside this page.";
  view.showFacts(facts(await parts.keptBytes()));
  const { can, why } = judge(lab.memory);
  view.part("start").hidden = !can;
  view.part("start-label").textContent = startLabel ?? `Start Docker (${view.megabytes(lab.click)})`;
  if (startLabel) return;
  const recording = recordingAt(example.anchor);
  if (why) view.warn(`${why} `, recording ? view.link("The recording shows the same run.", recording) : "");
  else view.warn();
  if (can && why) view.part("start-label").textContent = "Start Docker all the same";
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
  await showBefore(error instanceof PartError ? error.again : "Try again");
  view.warn(words);
  view.say(words);
  view.part("start").focus();
};

const start = async () => {
  cancel = new AbortController();
  const { signal } = cancel;
  view.warn();
  view.show("starting");
  const at = view.showSteps(startSteps(lab));
  try {
    const started = await startMachine({
      lab, parts, example, signal, at, on, base: BASE, terminal: prepareTerminal(),
      progress: (got) => view.showProgress(got, lab.state.bytes),
    });
    await begin(started);
  } catch (error) {
    const isCanceled = signal.aborted;
    cancel.abort(); // what still comes
    if (isCanceled) await showBefore();
    else await failed(error);
  }
};

const begin = async (started) => {
  machine = started;
  const hadFocus = document.hasFocus();
  view.show("running");
  showExample();
  sync();
  if (hadFocus) terminal.focus();
  view.say("Docker is ready.");
  if (!parts.keeps) view.showTime("This browser has no room to keep the download; the next visit fetches it again.");
  parts.hold();
  await parts.tidy();
};

/* The terminal is laid out before there is a machine, so that the machine knows its size. */
const prepareTerminal = async () => {
  terminal ??= openTerminal(view.part("terminal"), await terminalParts(lab, BASE), { send, resized });
  return terminal;
};

/* ---------- The machine at work ---------- */

const send = (text) => {
  typed = true;
  machine?.type(text);
};

const resized = (cols, rows) => machine?.resize(rows, cols);

const seconds = () => ((performance.now() - busy.since) / 1000).toFixed(0);

const tick = () => view.showTime(`Running for ${seconds()} s. ${trouble || (runs > 1 ? "" : FIRST_RUN)}`);

const began = () => {
  runs += 1;
  busy = { since: performance.now(), timer: setInterval(tick, 1000) };
};

const ended = (status) => {
  clearInterval(busy.timer);
  view.showTime(`Ended after ${((performance.now() - busy.since) / 1000).toFixed(1)} s.`, status);
  view.say(`Ended${status ? ` with exit status ${status}` : ""}.`);
  busy = undefined;
  trouble = "";
};

/* What the machine calls. */
const on = {
  terminal: (bytes) => terminal.write(bytes),
  command: ({ running, status }) => {
    if (running) began();
    else if (busy) ended(status);
    view.allow(example.steps, Boolean(busy));
    if (!busy) atPrompt();
  },
  trouble: (error) => {
    trouble = `It waits for a part of its disk, which is asked for again. ${error.message}`;
    if (busy) tick();
  },
};

const showExample = () => {
  view.showCommands(example.steps, (step, pressed) => {
    view.markTyped(pressed);
    send(step.keys);
    terminal.focus();
  });
  view.allow(example.steps, Boolean(busy));
  view.showDifferences(example.differs);
  view.showTime(example.title ? `The files of “${example.title}” are in this folder.` : "");
};

const stop = async () => {
  const stopped = machine;
  machine = undefined;
  clearInterval(busy?.timer);
  busy = undefined;
  typed = false;
  runs = 0;
  await stopped?.destroy();
  terminal.clear();
};

/* An idle machine costs a fifth of a processor: where nobody sees it, it rests. */
const sync = () => {
  if (!machine) return;
  if (document.hidden) machine.pause();
  else machine.resume();
  view.showState(document.hidden ? "paused" : "running");
};

const copy = async () => {
  const label = view.part("copy").querySelector("span");
  try {
    await navigator.clipboard.writeText(terminal.text());
    label.textContent = "Copied";
  } catch {
    label.textContent = "Not allowed here";
  }
  view.say(label.textContent);
  setTimeout(() => { label.textContent = "Copy"; }, 1500);
};

/* Another example of the page, which the same machine takes. */
const change = async () => {
  try {
    example = await wanted();
    if (!machine) {
      if (!view.part("before").hidden) await showBefore();
      return;
    }
    if (busy) {
      const prompt = new Promise((done) => { atPrompt = done; });
      send("\x03");
      await prompt;
    }
    await openExample(machine, example);
    showExample();
    terminal.focus();
  } catch (error) {
    view.showTime(error.message);
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
    act("start", start);
    act("cancel", () => cancel.abort());
    act("reset", async () => { await stop(); await start(); });
    act("stop", async () => { await stop(); await showBefore(); });
    act("copy", copy);
    addEventListener("hashchange", change);
    document.addEventListener("visibilitychange", sync);
    addEventListener("beforeunload", (event) => { if (machine && typed) event.preventDefault(); });
    await showBefore();
    if (self.frameElement === parent.document.activeElement) view.part(view.part("start").hidden ? "close" : "start").focus();
  } catch (error) {
    view.warn(`The lab is not to be had: ${error.message} Reload the page.`);
  }
};

main();
