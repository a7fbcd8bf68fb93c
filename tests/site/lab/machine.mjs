/* Stands for lab/machine.mjs in tests of the panel: no machine, but what the panel sees of one. It answers a few commands,
   notes what it was told in `window.machine`, and reads a part of the disk at the first one. */

const encode = (text) => new TextEncoder().encode(text);
const ANSWERS = {
  "docker build --quiet --tag greet .": "sha256:1234\r\n",
  "docker run --rm greet": "Hello\r\n",
  "cat Dockerfile": "FROM busybox:1.37\r\n",
};

class Machine {
  paused = false;
  told = [];
  #line = "";
  #folder = "";
  #running = "";
  #disk;

  constructor({ lab, part, on }) {
    this.on = on;
    this.#disk = () => part(`${lab.disk.parts}0.zst`);
  }

  #print(text) {
    this.on.output?.(encode(text));
  }

  #end(status) {
    this.#running = "";
    this.on.ended?.(status);
    this.#print(`\x1b]133;D;${status ?? 0}\x07\x1b]133;A\x07~/${this.#folder} $ `);
  }

  async #run(command) {
    this.#running = command;
    this.on.ran?.(command);
    if (command.startsWith("sleep")) return;
    if (command.startsWith("read")) return;
    if (command === "docker run --rm greet") await this.#disk();
    this.#print(ANSWERS[command] ?? (command === "docker wrong" ? "docker: unknown command: docker wrong\r\n" : ""));
    this.#end(command === "docker wrong" ? 1 : 0);
  }

  send(text) {
    this.told.push(["send", text]);
    for (const key of text) {
      if (key === "\x03") {
        this.#print("^C\r\n");
        this.#line = "";
        this.#end(130);
      } else if (key === "\r") {
        this.#print("\r\n");
        const line = this.#line;
        this.#line = "";
        if (this.#running) this.#end(0);
        else if (line) this.#run(line);
        else this.#end(0);
      } else if (key >= " ") {
        this.#line += key;
        this.#print(key);
      }
    }
  }

  async open(name, files) {
    this.told.push(["open", name, files.map(({ path, mode, content }) => [path, mode, new TextDecoder().decode(content)])]);
    this.#folder = name;
    this.#end(null);
  }

  resize(cols, rows) {
    this.told.push(["resize", cols, rows]);
  }

  async pause() {
    this.paused = true;
  }

  async resume() {
    this.paused = false;
  }

  async destroy() {
    this.told.push(["destroy"]);
    this.on = {};
  }
}

export const createMachine = async (options) => {
  const { lab, V86, files, state, cols, rows, seed, on } = options;
  if (!V86 || state.byteLength !== lab.state.bytes || seed.length !== 48 || cols < 20 || rows < 5) {
    throw new Error("The machine was given something else than it needs.");
  }
  if (Object.values(files).some((each) => !(each instanceof ArrayBuffer))) throw new Error("A program is missing.");
  on.step("unpack");
  await new Promise((done) => setTimeout(done, 50));
  on.step("resume");
  globalThis.machines = [...(globalThis.machines ?? []), new Machine(options)];
  return globalThis.machines.at(-1);
};
