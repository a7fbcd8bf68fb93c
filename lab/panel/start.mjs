/* From the click to the prompt: fetches what is missing, and starts the machine. */

import { Machine } from "./remote.mjs";

/* What the start consists of, in order. */
export const steps = (lab) => [
  `Fetch the emulator, and Linux with Docker Engine ${lab.engine}`,
  `Unpack it into ${lab.memory / 2 ** 20} MB of memory, and wake it`,
  "Copy the files of the example",
];
const [UNPACK, COPY, DONE] = [1, 2, 3];

/* A browser may keep in mind that a module could not be fetched, and not ask for it again. */
const fetched = (module) => module.catch(() => {
  throw new Error("A part of the program could not be fetched. Reload the page, and try again.");
});

/* What the terminal is made of. */
export const terminalParts = async (lab, base) => {
  const part = (name) => fetched(import(new URL(lab.program[name], base).href));
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL(lab.program.xterm_css, base).href;
  const styled = new Promise((done, failed) => {
    sheet.onload = done;
    sheet.onerror = () => failed(new Error("The style of the terminal could not be fetched."));
  });
  document.head.append(sheet);
  const [{ Terminal }, { FitAddon }] = await Promise.all([part("xterm"), part("xterm_fit"), styled]);
  return { Terminal, FitAddon };
};

const whenAborted = (signal) => new Promise((_, failed) => {
  signal.addEventListener("abort", () => failed(signal.reason));
});

/* A machine with its prompt, in the folder of the example. `at` is told each step behind the first by its place, `progress` the bytes that have
   arrived of the state, `trouble` what the machine waits for; `terminal` is one to come, of whose size the machine is told;
   `listeners` gives what the machine calls. */
export const startMachine = async ({ lab, parts, base, example, signal, at, progress, trouble, terminal, listeners }) => {
  let got = 0;
  progress(got);
  const state = parts.several(lab.state.parts, { signal, progress: (bytes) => progress(got += bytes) });
  Promise.all(state.values()).then(() => at(UNPACK), () => { /* the machine gets the error, too */ });
  const read = async (file, ended) => {
    const content = await (state.get(file) ?? parts.get(file, { signal: ended }));
    state.delete(file);
    return content;
  };
  read.drop = (file) => parts.drop(file);
  const coming = Machine.start(lab, read, { base, signal, trouble });
  try {
    const [machine, { cols, rows }] = await Promise.race([Promise.all([coming, terminal]), whenAborted(signal)]);
    at(COPY);
    const { trouble: later, ...now } = listeners();
    Object.assign(machine, now);
    await machine.resize(rows, cols);
    await openExample(machine, example);
    machine.trouble = later;
    at(DONE);
    return machine;
  } catch (error) {
    coming.then((late) => late.destroy(), () => { /* the error that came first is told */ });
    throw error;
  }
};

/* Puts the files of an example into a folder of the machine, and a new shell into that folder. */
export const openExample = (machine, { name, files }) => {
  const encoder = new TextEncoder();
  return machine.open(name, Object.fromEntries(
    files.map(({ path, mode, text }) => [path, { bytes: encoder.encode(text), executable: Boolean(mode & 0o100) }]),
  ));
};
