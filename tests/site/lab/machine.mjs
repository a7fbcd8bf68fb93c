/* Stands for lab/machine.mjs in tests of the panel: no machine, but what the panel sees of one. It answers a few commands,
   notes what it was told, where a test finds it as `machine`, and reads a part of the disk at the first one. */

const encode = (text) => new TextEncoder().encode(text);
const ANSWERS = {
  "docker build --quiet --tag greet .": "sha256:1234\r\n",
  "docker run --rm greet": "Hello\r\n",
  "cat Dockerfile": "FROM busybox:1.37\r\n",
};

export class Machine {
  paused = false;
  told = [];
  #line = "";
  #folder = "";
  #running = "";
  #disk;

  static async start(lab, read, { base, trouble }) {
    const { program, state } = lab;
    const contents = [];
    for (const file of [program.wasm, program.bios, program.vga]) contents.push(await read(file));
    let bytes = 0;
    for (const { file, sha256 } of state.parts) bytes += (await read(file, sha256)).length;
    const { V86 } = await import(new URL(program.v86, base));
    if (!V86 || bytes !== state.bytes || contents.some((each) => !(each instanceof Uint8Array))) {
      throw new Error("The machine was given something else than it needs.");
    }
    await new Promise((done) => setTimeout(done, 50));
    const machine = new Machine();
    machine.trouble = trouble;
    machine.#disk = () => read(`${lab.disk.parts}0.zst`);
    globalThis.machine = machine;
    return machine;
  }

  #print(text) {
    this.terminal?.(encode(text));
  }

  #end(status) {
    this.#running = "";
    this.command?.({ running: false, status: status ?? 0 });
    this.#print(`\x1b]133;D;${status ?? 0}\x07\x1b]133;A\x07~/${this.#folder} $ `);
  }

  async #run(command) {
    this.#running = command;
    this.command?.({ running: true });
    if (command.startsWith("sleep")) return;
    if (command.startsWith("read")) return;
    if (command === "stubborn") return;
    if (command === "break") {
      setTimeout(() => { throw new Error("unreachable"); });
      return;
    }
    if (command === "forget") {
      Promise.reject(new Error("a promise that nobody awaits"));
      return;
    }
    if (command === "docker run --rm greet") {
      for (let wait = true; wait;) {
        wait = await this.#disk().then(() => false, (error) => { this.trouble(error); return true; });
        if (wait) await new Promise((done) => setTimeout(done, 1500));
        else this.trouble();
      }
    }
    this.#print(ANSWERS[command] ?? (command === "docker wrong" ? "docker: unknown command: docker wrong\r\n" : ""));
    this.#end(command === "docker wrong" ? 1 : 0);
  }

  type(text) {
    this.told.push(["type", text]);
    for (const key of text) {
      if (key === "\x03" && this.#running === "stubborn") continue;
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
    const told = Object.entries(files).map(([path, { bytes, executable }]) => [path, new TextDecoder().decode(bytes), executable]);
    this.told.push(["open", name, told]);
    this.#folder = name;
    this.#end(null);
  }

  async resize(rows, columns) {
    this.told.push(["resize", rows, columns]);
  }

  async pause() {
    this.paused = true;
  }

  async resume() {
    this.paused = false;
  }
}
