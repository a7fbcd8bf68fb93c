/* From the click to the prompt: fetches what is missing, and starts the machine. */

/* What the start consists of, in order. */
export const steps = (lab) => [
  `Fetch the emulator, and Linux with Docker Engine ${lab.engine}`,
  `Unpack it into ${lab.memory / 2 ** 20} MB of memory, and wake it`,
  "Copy the files of the example",
];
const [FETCH, UNPACK, COPY, DONE] = [0, 1, 2, 3];

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
  const [{ Terminal }, { FitAddon }] = await Promise.all([module("xterm"), module("xterm_fit"), styled]);
  return { Terminal, FitAddon };
};

/* A machine with its prompt, in the folder of the example. `at` is told the step by its place, `progress` the bytes that have
   arrived of the state; `terminal` is one to come, of whose size the machine is told; `listeners` gives what the machine calls. */
export const startMachine = async ({ lab, parts, base, example, signal, at, progress, terminal, listeners }) => {
  let got = 0;
  at(FETCH);
  progress(got);
  const state = parts.several(lab.state.parts, { signal, progress: (bytes) => progress(got += bytes) });
  Promise.all(state.values()).then(() => at(UNPACK), () => { /* the machine gets the error, too */ });
  let stops = signal; // later the machine reads its disk, which no start can cancel
  const read = async (file, _sum, received) => {
    const content = await (state.get(file) ?? parts.get(file, { signal: stops, progress: received }));
    state.delete(file);
    return new Uint8Array(content);
  };
  const [{ cols, rows }, machine] = await Promise.all([
    terminal,
    import("./machine.mjs").then(({ Machine }) => Machine.start(lab, read, { base })),
  ]);
  stops = undefined;
  try {
    signal.throwIfAborted();
    at(COPY);
    Object.assign(machine, listeners());
    await machine.resize(rows, cols);
    await openExample(machine, example);
    signal.throwIfAborted();
  } catch (error) {
    await machine.destroy();
    throw error;
  }
  at(DONE);
  return machine;
};

/* Puts the files of an example into a folder of the machine, and a new shell into that folder. */
export const openExample = (machine, { name, files }) => {
  const encoder = new TextEncoder();
  return machine.open(name, Object.fromEntries(
    files.map(({ path, mode, text }) => [path, { bytes: encoder.encode(text), executable: Boolean(mode & 0o100) }]),
  ));
};
