/* The machine of lab/machine.mjs in a thread of its own, so that the page never waits for it; has the calls that the panel
   needs. */

import { connect } from "./calls.mjs";

const LOST = "A part of the program could not be fetched, or this browser is too old for it.";

/* What the worker says of an error that nobody has caught there; it says nothing where its script does not come. */
const problem = ({ message }) => {
  if (!message) return new Error(LOST);
  return new (message.includes("RangeError") ? RangeError : Error)(`The machine has broken down (${message}).`);
};

export class Machine {
  #worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
  #life = new AbortController();
  #raised = new Map(); // errors of reads by their words: of a copy only these arrive
  #call;

  /* Restores the saved machine and lets it run, as start() in machine.mjs. `read(file, signal)` gives an ArrayBuffer; the signal
     tells that the machine has ended. `signal` ends it. Raises what `read` has raised. */
  static async start(lab, read, { base, signal, trouble }) {
    const machine = new Machine(read);
    machine.trouble = trouble;
    signal.addEventListener("abort", () => machine.#end(signal.reason));
    try {
      await machine.#ask("start", lab, base);
    } catch (error) {
      machine.destroy();
      throw machine.#raised.get(error.message) ?? error;
    }
    return machine;
  }

  constructor(read) {
    const { signal } = this.#life;
    this.#worker.onerror = (event) => {
      const error = problem(event);
      this.#end(error);
      this.broken(error);
    };
    this.#call = connect(this.#worker, {
      read: (file) => read(file, signal).catch((error) => {
        this.#raised.set(error.message, error);
        throw error;
      }),
      drop: (file) => read.drop(file),
      terminal: (bytes) => this.terminal(bytes),
      command: (event) => this.command(event),
      trouble: (error) => this.trouble(error),
    });
  }

  /* What the machine calls, until the panel puts something else there. */
  terminal = () => {};
  command = () => {};
  trouble = () => {};
  broken = () => {};

  /* Raises an error where the machine ends meanwhile. */
  async open(name, files) {
    await this.#ask("open", name, files);
  }

  /* Raises an error where the machine ends meanwhile. */
  async resize(rows, columns) {
    await this.#ask("resize", rows, columns);
  }

  type(text) {
    this.#call("type", text);
  }

  pause() {
    this.#call("pause");
  }

  resume() {
    this.#call("resume");
  }

  destroy() {
    this.#end(new Error("The machine has ended."));
  }

  #ask(...words) {
    const { signal } = this.#life;
    return new Promise((done, failed) => {
      const end = () => failed(signal.reason);
      if (signal.aborted) end();
      signal.addEventListener("abort", end, { once: true });
      this.#call(...words).then(done, failed).finally(() => signal.removeEventListener("abort", end));
    });
  }

  #end(reason) {
    this.#life.abort(reason);
    this.#worker.terminate();
  }
}
