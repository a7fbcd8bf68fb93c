/* The machine of lab/machine.mjs in a thread of its own, so that the page never waits for it; has the calls that the panel
   needs. */

import { connect } from "./calls.mjs";

const LOST = "A part of the program could not be fetched, or this browser is too old for it.";

export class Machine {
  #worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
  #call;

  /* Restores the saved machine and lets it run, as start() in machine.mjs; `signal` ends it. Raises what `read` has raised. */
  static async start(lab, read, { base, signal }) {
    const machine = new Machine();
    try {
      await machine.#start(lab, read, base, signal);
    } catch (error) {
      machine.destroy();
      throw error;
    }
    return machine;
  }

  #start(lab, read, base, signal) {
    return new Promise((done, failed) => {
      let runs = false;
      let raised; // by a read, as it is: of a copy only the words arrive
      this.#worker.onerror = (event) => {
        event.preventDefault();
        if (runs) this.broken();
        else failed(new Error(LOST));
      };
      signal.addEventListener("abort", () => { if (!runs) failed(signal.reason); });
      this.#call = connect(this.#worker, {
        read: async (file) => {
          try {
            return await read(file);
          } catch (error) {
            raised = error;
            throw error;
          }
        },
        drop: (file) => read.drop(file),
        terminal: (bytes) => this.terminal(bytes),
        command: (event) => this.command(event),
        trouble: (error) => this.trouble(error),
      });
      this.#call("start", lab, base).then(
        () => { runs = true; done(); },
        (error) => failed(raised?.message === error.message ? raised : error),
      );
    });
  }

  /* What the machine calls, until the panel puts something else there. */
  terminal = () => {};
  command = () => {};
  trouble = () => {};
  broken = () => {};

  open(name, files) {
    return this.#call("open", name, files);
  }

  type(text) {
    return this.#call("type", text);
  }

  resize(rows, columns) {
    return this.#call("resize", rows, columns);
  }

  pause() {
    return this.#call("pause");
  }

  resume() {
    return this.#call("resume");
  }

  /* Ends the thread. What still waits for the machine waits forever. */
  destroy() {
    this.#worker.terminate();
  }
}
