/* The machine at work: what is typed goes to it, what it prints to the terminal, and the panel says how long a command takes. */

import { openExample } from "./start.mjs";
import * as view from "./view.mjs";

const FIRST_RUN = "The first run takes longest: Docker itself is running in your tab.";
const LONGER = "Docker itself is running in your tab, which may be slow. A program that runs until it is stopped ends with Ctrl+C.";
const LONG = 10; // s
const PATIENCE = 3000; // ms that a program gets to end after Ctrl+C
const LATE = 2000; // ms after which a press has started nothing
const SHOWN = 1500; // ms that a button says what it did

export const waitsFor = (error) => `It waits for a part of its disk, which is asked for again. ${error.message}`;

export class Work {
  #machine;
  #terminal;
  #example;
  #busy; // the command that runs: when it began, and what counts its seconds
  #runs = 0;
  #trouble = ""; // what the machine waits for
  #broken = ""; // why it runs no more
  #wanted; // the example that was asked for last
  #pressed; // what gives the buttons free again, where a press starts nothing
  #typed = false;
  #rests = false;
  #restsSince = 0;
  #atPrompt = () => {}; // called when a command has ended

  get runs() {
    return Boolean(this.#machine);
  }

  /* Whether leaving the page would lose something. */
  get isUsed() {
    return this.runs && this.#typed && !this.#broken;
  }

  /* What the terminal calls. */
  send = (text) => {
    this.#typed = true;
    this.#machine?.type(text);
  };

  resize = (cols, rows) => this.#machine?.resize(rows, cols).catch(() => { /* it has ended */ });

  /* What the machine calls, for a terminal that is laid out. */
  listeners(terminal) {
    this.#terminal = terminal;
    return {
      terminal: (bytes) => terminal.write(bytes),
      command: ({ running, status }) => {
        if (running) this.#begin();
        else view.markEnded();
        if (!running && this.#busy) this.#end(status);
        this.#allow();
        if (!running) this.#atPrompt();
      },
      trouble: (error) => {
        if (error && !this.#trouble) view.say(error.message);
        this.#trouble = error ? waitsFor(error) : "";
        if (this.#busy) this.#tell();
        else view.showTime(this.#trouble);
      },
      broken: (error) => {
        clearInterval(this.#busy?.timer);
        this.#broken = `${error.message} Press Reset for a new one.`;
        view.showState("broken");
        view.showTime(this.#broken);
        view.say(this.#broken);
      },
    };
  }

  /* Takes over a machine that has started, in the folder of an example. */
  take(machine, example) {
    this.#machine = machine;
    this.resize(this.#terminal.cols, this.#terminal.rows); // which may have changed since it was told
    this.#broken = "";
    this.#rests = false;
    this.#example = example;
    this.#show();
    this.rest();
  }

  /* Puts another example into the machine, once it is at its prompt. Raises an error where the command that runs does not
     end with Ctrl+C. */
  async change(example) {
    if (this.#broken) throw new Error(this.#broken);
    const machine = this.#machine;
    this.#wanted = example;
    const isBack = !this.#busy || await this.#interrupted();
    if (machine !== this.#machine || example !== this.#wanted) return; // it waited for what is no more
    if (!isBack) {
      this.#trouble = "End this command first (Ctrl+C, or “exit”) and press “Try it” again; or press Reset, which opens the other example.";
      this.#tell();
      throw new Error(this.#trouble);
    }
    await openExample(machine, example);
    this.#example = example;
    this.#show();
    this.#terminal.focus();
  }

  /* A machine works for a part of each second even at its prompt: where nobody sees it, it rests. */
  rest = () => {
    if (!this.runs || this.#broken || document.hidden === this.#rests) return;
    this.#rests = document.hidden;
    if (this.#rests) {
      this.#restsSince = performance.now();
      this.#machine.pause();
    } else {
      if (this.#busy) this.#busy.since += performance.now() - this.#restsSince;
      this.#machine.resume();
    }
    view.showState(document.hidden ? "paused" : "running");
  };

  stop() {
    const machine = this.#machine;
    this.#machine = undefined;
    clearInterval(this.#busy?.timer);
    this.#busy = undefined;
    this.#atPrompt = () => {};
    this.#trouble = "";
    this.#typed = false;
    this.#runs = 0;
    machine?.destroy();
    this.#terminal?.clear();
  }

  /* For who has no Ctrl key. */
  interrupt = () => {
    if (this.#busy) this.send("\x03");
    this.#terminal.focus();
  };

  copy = async () => {
    const label = view.part("copy").querySelector("span");
    try {
      await navigator.clipboard.writeText(this.#terminal.text());
      label.textContent = "Copied";
    } catch {
      label.textContent = "Not allowed here";
    }
    view.say(label.textContent);
    setTimeout(() => { label.textContent = "Copy"; }, SHOWN);
  };

  #show() {
    view.showCommands(this.#example.steps, (step, pressed) => {
      view.markPressed(pressed, !step.into);
      this.send(step.keys);
      if (step.into) return;
      view.allow(this.#example.steps, true); // a second click must not type it again
      this.#pressed = setTimeout(() => this.#allow(), LATE);
    }, () => this.#terminal.focus());
    this.#allow();
    view.showDifferences(this.#example.differs);
    const { title, files } = this.#example;
    const there = title && files.length ? `The files of “${title}” are in this folder. ` : "";
    view.showTime(`${there}Press a command to type and run it, or type your own.`);
  }

  #allow() {
    clearTimeout(this.#pressed);
    if (this.#example) view.allow(this.#example.steps, Boolean(this.#busy));
  }

  /* Whether the prompt comes back after Ctrl+C. */
  async #interrupted() {
    const prompt = new Promise((done) => { this.#atPrompt = () => done(true); });
    const late = new Promise((done) => { setTimeout(() => done(false), PATIENCE); });
    this.send("\x03");
    const isBack = await Promise.race([prompt, late]);
    this.#atPrompt = () => {};
    return isBack;
  }

  #begin() {
    this.#runs += 1;
    this.#busy = { since: performance.now(), timer: setInterval(() => this.#tell(), 1000) };
  }

  #seconds(digits) {
    return ((performance.now() - this.#busy.since) / 1000).toFixed(digits);
  }

  #tell() {
    const seconds = this.#seconds(0);
    const why = seconds > LONG ? LONGER : this.#runs > 1 ? "" : FIRST_RUN;
    view.showTime(`Running for ${seconds} s. ${this.#trouble || why}`);
  }

  #end(status) {
    clearInterval(this.#busy.timer);
    view.showTime(`Ended after ${this.#seconds(1)} s.`, status);
    view.say(`Ended${status ? ` with exit status ${status}` : ""}.`);
    this.#busy = undefined;
    this.#trouble = "";
  }
}
