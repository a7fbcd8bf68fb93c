/* From the click to the prompt: fetches what is missing, and starts the machine. */

/* What the start consists of, in order; the machine names two of them itself. */
export const steps = (lab) => [
  `Fetch the emulator, and Linux with Docker Engine ${lab.engine}`,
  `Unpack it into ${lab.memory / 2 ** 20} MB of memory`,
  "Set the clock and the random numbers",
  "Copy the files of the example",
];
const PLACES = { fetch: 0, unpack: 1, resume: 2, open: 3 };
const SEED = 48;

/* The programs of the lab, which run in the page: modules come from the browser's own cache, the rest from the parts. */
const programs = async (lab, parts, base, signal) => {
  const { program } = lab;
  const module = (name) => import(new URL(program[name], base).href);
  const content = (name) => parts.get(program[name], { signal });
  const [emulator, machine, wasm, bios, vga] = await Promise.all([
    module("v86"), import("./machine.mjs"), content("wasm"), content("bios"), content("vga"),
  ]);
  return { V86: emulator.V86, createMachine: machine.createMachine, files: { wasm, bios, vga } };
};

/* What the terminal is made of. */
export const terminalParts = async (lab, base) => {
  const module = (name) => import(new URL(lab.program[name], base).href);
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL(lab.program.xterm_css, base).href;
  const styled = new Promise((done, failed) => {
    sheet.onload = done;
    sheet.onerror = () => failed(new Error("The style of the terminal could not be fetched."));
  });
  document.head.append(sheet);
  const [{ Terminal }, { FitAddon }] = await Promise.all([module("xterm"), module("fit"), styled]);
  return { Terminal, FitAddon };
};

/* A machine with its prompt, in the folder of the example. `at` is told the step by its place, `progress` the bytes that have
   arrived of the state; `terminal` is one to come, of whose size the machine is told; `on` is passed to the machine. */
export const startMachine = async ({ lab, parts, base, example, signal, at, progress, on, terminal }) => {
  let got = 0;
  const more = (bytes) => progress(got += bytes);
  at(PLACES.fetch);
  progress(got);
  const [{ V86, createMachine, files }, state, { cols, rows }] = await Promise.all([
    programs(lab, parts, base, signal),
    parts.all(lab.state.parts, { signal, progress: more }),
    terminal,
  ]);
  signal.throwIfAborted();
  const machine = await createMachine({
    lab, V86, files, state, cols, rows,
    part: (name) => parts.get(name),
    hot: lab.hot && (() => parts.all(lab.hot.parts)),
    clock: () => Date.now(),
    seed: crypto.getRandomValues(new Uint8Array(SEED)),
    on: { ...on, step: (name) => at(PLACES[name]) },
  });
  at(PLACES.open);
  try {
    signal.throwIfAborted();
    await openExample(machine, example);
  } catch (error) {
    await machine.destroy();
    throw error;
  }
  at(PLACES.open + 1);
  return machine;
};

/* Puts the files of an example into a folder of the machine, and its shell into that folder. */
export const openExample = (machine, { name, files }) =>
  machine.open(name, files.map(({ path, mode, text }) => ({ path, mode, content: new TextEncoder().encode(text) })));
