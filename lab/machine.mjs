// Starts and drives a machine of the lab, in a browser and under Node alike; knows neither page nor file system.
//
//   const machine = await Machine.start(lab, read, {base, trouble});
//   machine.terminal = bytes => ...;            what the guest writes to its terminal (a Uint8Array); may promise to have
//                                               taken it, and where much is not taken yet the guest waits
//   machine.command = event => ...;             {running: true}, or {running: false, status} when a command has ended
//   await machine.open("name", {"Dockerfile": bytes});   copies files to ~/name and starts the shell there
//   machine.type("docker ps\n");                what the reader types: a string or bytes
//   await machine.resize(rows, columns);
//   const {status, output, seconds} = await machine.run("docker ps");
//   await machine.pause(); await machine.resume();
//
// `lab` is the content of lab.json, `base` its address (v86 is imported from beside it). `read(file, sha256)` gives a file of
// the lab's folder as a Uint8Array: from the network, a cache or a disk, as its maker likes; it checks the SHA-256 where one
// is given, and raises an error that names the file. A part of the disk that can't be read is asked for again after a while,
// forever: the guest just waits for it, as for a slow disk. `trouble` (later `machine.trouble`) is told the error, and
// nothing once the part is there; `read.drop(file)`, if it exists, must forget a part that is damaged.

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

export class Machine {
  // Restore the saved machine and let it run. `trouble` is told of its disk from the first moment on.
  static async start(lab, read, {base, trouble = () => {}}) {
    const {program} = lab;
    const [wasm, bios, vga] = await Promise.all([program.wasm, program.bios, program.vga].map(file => read(file)));
    const module = await WebAssembly.compile(wasm);
    const parts = [];
    for (const part of lab.state.parts) parts.push(await read(part.file, part.sha256));
    // Not by v86 itself: what its memory has grown by for that it never gives back.
    const state = await unpackedState(new Zstd(module), parts, lab, read);
    parts.length = 0;
    const disk = new Disk(lab.disk, read, new Zstd(module));
    const {V86} = await import(new URL(program.v86, base));
    const emulator = new V86({
      ...lab.hardware,
      autostart: false,
      wasm_fn: async imports => (await WebAssembly.instantiate(module, imports)).exports,
      bios: {buffer: own(bios)},
      vga_bios: {buffer: own(vga)},
      hda: disk,
      initial_state: {buffer: state.buffer},
    });
    await new Promise(loaded => emulator.add_listener("emulator-loaded", loaded));
    tune(emulator, lab.jit);
    const machine = new Machine(emulator, disk);
    machine.trouble = trouble;
    if (typeof process === "undefined") takeTurns(emulator.v86, () => machine.unseen > UNSEEN);
    await emulator.run();
    const random = crypto.getRandomValues(new Uint8Array(48));
    await machine.request("clock", Math.floor(Date.now() / 1000));
    await machine.request("seed", Array.from(random, byte => byte.toString(16).padStart(2, "0")).join(""));
    return machine;
  }

  constructor(emulator, disk) {
    this.emulator = emulator;
    this.disk = disk;
    this.terminal = () => {};
    this.command = () => {};
    this.trouble = () => {};
    disk.trouble = error => this.trouble(error);
    this.requests = new Map();
    this.lastRequest = 0;
    this.listens = false;
    this.answered = "";
    this.seen = "";
    this.unseen = 0; // bytes that the terminal has not taken yet
    this.rest = Promise.resolve();
    this.typed = [Promise.resolve(), Promise.resolve()]; // by console
    this.listeners = new Set();
    emulator.add_listener("virtio-console0-output-bytes", bytes => this.wrote(new Uint8Array(bytes)));
    emulator.add_listener("virtio-console1-output-bytes", bytes => this.answer(decoder.decode(bytes)));
  }

  // Ask the guest's control program (guest/control.c); raises its error.
  async request(verb, ...words) {
    const id = String(++this.lastRequest);
    const answer = new Promise((done, failed) => this.requests.set(id, {done, failed}));
    await this.send(1, encoder.encode([id, verb, ...words].join(" ") + "\n"));
    return answer;
  }

  answer(text) {
    const lines = (this.answered + text).split("\n");
    this.answered = lines.pop();
    for (const line of lines) {
      const [id, result, ...why] = line.trim().split(" ");
      // Until the control program runs, the console gives back what it was sent.
      if (result !== "ok" && result !== "error") continue;
      this.listens = true;
      const request = this.requests.get(id);
      this.requests.delete(id);
      if (result === "ok") request?.done();
      else request?.failed(new Error(`the machine says: ${why.join(" ")}`));
    }
  }

  // Put files (by path, as bytes) into ~/name, and let the terminal's shell begin anew there.
  async open(name, files = {}) {
    const {fs9p} = this.emulator;
    const folder = path => {
      const above = path.includes("/") ? folder(path.slice(0, path.lastIndexOf("/"))) : 0;
      const found = fs9p.Search(above, path.slice(path.lastIndexOf("/") + 1));
      return found === -1 ? fs9p.CreateDirectory(path.slice(path.lastIndexOf("/") + 1), above) : found;
    };
    folder(name);
    for (const [path, content] of Object.entries(files)) {
      const whole = `${name}/${path}`;
      folder(whole.slice(0, whole.lastIndexOf("/")));
      await this.emulator.create_file(whole, content.bytes ?? content);
      const inode = fs9p.GetInode(fs9p.SearchPath(whole).id);
      inode.mode = inode.mode & ~0o777 | (content.executable ? 0o755 : 0o644);
    }
    await this.request("open", name);
  }

  async resize(rows, columns) {
    await this.request("size", rows, columns);
  }

  // What a reader types. It arrives in order, and whole.
  type(text) {
    const bytes = typeof text === "string" ? encoder.encode(text) : text;
    return this.send(0, bytes);
  }

  // v86 drops what the guest has no buffer for (it has sixteen, and a key takes one), so that waits here for its turn.
  send(console, bytes) {
    this.typed[console] = this.typed[console].then(async () => {
      for (let start = 0; start < bytes.length; start += PIECE) {
        while (!this.takes(console)) await sleep(MOMENT);
        this.emulator.bus.send(`virtio-console${console}-input-bytes`, bytes.subarray(start, start + PIECE));
      }
    });
    return this.typed[console];
  }

  // Whether the guest has a buffer for what a console gets; queues 2 and 3 are not a console's.
  takes(console) {
    return this.emulator.v86.cpu.devices.virtio_console.virtio.queues[console && 2 * console + 2].has_request();
  }

  wrote(bytes) {
    this.unseen += bytes.length;
    Promise.resolve(this.terminal(bytes)).then(() => { this.unseen -= bytes.length; });
    const text = this.seen + decoder.decode(bytes);
    const marks = /\x1b\]133;(C|D;(\d+))\x07/g;
    let end = 0;
    for (let mark; (mark = marks.exec(text));) {
      this.tell({output: text.slice(end, mark.index)});
      end = marks.lastIndex;
      this.tell(mark[1] === "C" ? {running: true} : {running: false, status: Number(mark[2])});
    }
    // A mark may be cut in two.
    const cut = text.slice(end).match(/\x1b(\](1(3(3(;(C|D(;\d*)?)?)?)?)?)?)?$/);
    const rest = cut ? end + cut.index : text.length;
    this.tell({output: text.slice(end, rest)});
    this.seen = text.slice(rest);
  }

  tell(event) {
    if ("running" in event) this.command(event);
    for (const listener of this.listeners) listener(event);
  }

  // Type a command, which must be whole, and wait until it has ended; `output` is what it wrote, as the terminal saw it.
  async run(command, {seconds = 300} = {}) {
    const start = performance.now();
    let output = "", began = false, listener, timer;
    const ended = new Promise((done, failed) => {
      listener = event => {
        if (event.running) [began, output] = [true, ""];
        else if (began && event.output) output += event.output;
        else if (began && "status" in event) {
          began = false; // what follows is the prompt
          done(event.status);
        }
      };
      timer = setTimeout(() => failed(new Error(`\`${command}\` has not ended after ${seconds} s: ${output}`)), seconds * 1000);
    });
    this.listeners.add(listener);
    try {
      await this.type(command + "\n");
      const status = await ended;
      return {status, output, seconds: (performance.now() - start) / 1000};
    } finally {
      clearTimeout(timer);
      this.listeners.delete(listener);
    }
  }

  // The emulator's clocks are the browser's; the guest's stands still meanwhile, as all does that it counts time for.
  pause() {
    return this.afterwards(async ({v86}) => {
      await this.emulator.stop();
      v86.cpu.store_current_tsc();
    });
  }

  // Go on, with the date and time of now.
  async resume() {
    await this.afterwards(({v86: {cpu}}) => {
      cpu.set_tsc(...cpu.current_tsc);
      return this.emulator.run();
    });
    await this.request("clock", Math.floor(Date.now() / 1000));
  }

  // It may be asked to go on before it has stopped.
  afterwards(act) {
    return this.rest = this.rest.then(() => act(this.emulator));
  }
}

const PIECE = 256; // bytes
const MOMENT = 5; // ms
const UNSEEN = 1 << 20; // bytes

// v86 joins up to three pages of code into one module; compiling each page alone halves the time of a first run.
export function tune(emulator, jit) {
  for (const [index, value] of jit) emulator.v86.cpu.wm.exports.set_jit_config(index, value);
}

// In a browser, v86 waits for another thread or for a timer after each millisecond of work. This works for longer, then lets
// others have their turn by a message to itself, which no rule for timers holds up. It waits while a terminal `isBehind`.
export function takeTurns(v86, isBehind) {
  const {port1, port2} = new MessageChannel();
  let end = 0, timer;
  port1.onmessage = ({data}) => {
    end = performance.now() + TURN;
    v86.yield_callback(data);
  };
  v86.unregister_yield();
  v86.yield = (milliseconds, turn) => {
    clearTimeout(timer);
    if (isBehind()) timer = setTimeout(() => v86.yield(0, turn), MOMENT);
    else if (milliseconds >= 1) timer = setTimeout(() => port2.postMessage(turn), milliseconds);
    else if (performance.now() < end) queueMicrotask(() => v86.yield_callback(turn));
    else port2.postMessage(turn);
  };
}

const TURN = 8; // ms

// The guest's disk: read-only, in parts that are fetched when the guest first reads them.
export class Disk {
  constructor({bytes, chunk, parts, suffix}, read, zstd) {
    Object.assign(this, {byteLength: bytes, chunk, parts, suffix, read, zstd});
    this.kept = new Map();
    this.fetched = {parts: 0, bytes: 0};
    this.trouble = () => {};
  }

  // v86 calls what is below.
  load() {
    this.onload?.({});
  }

  get(start, length, done) {
    const chunks = [];
    for (let at = start - start % this.chunk; at < start + length; at += this.chunk) chunks.push(at);
    const present = chunks.map(at => this.kept.get(at));
    if (present.every(part => part instanceof Uint8Array)) done(this.cut(present, chunks[0], start, length));
    else Promise.all(chunks.map(at => this.part(at))).then(found => done(this.cut(found, chunks[0], start, length)));
  }

  get_and_cache(start, length, done) {
    this.get(start, length, done);
  }

  get_from_cache(start, length) {
    const part = this.kept.get(start - start % this.chunk);
    return part instanceof Uint8Array ? this.cut([part], start - start % this.chunk, start, length) : undefined;
  }

  set(start, data, done) {
    done(); // The file system is read-only; what a root user scribbles on the disk itself is lost.
  }

  get_buffer(done) {
    done();
  }

  get_state() {
    return [];
  }

  set_state() {}

  cut(parts, from, start, length) {
    if (parts.length === 1) return parts[0].subarray(start - from, start - from + length);
    return joined(parts).subarray(start - from, start - from + length);
  }

  // One part, from memory if it is there.
  part(at) {
    const known = this.kept.get(at);
    if (known) {
      this.kept.delete(at);
      this.kept.set(at, known);
      return known;
    }
    const coming = this.fetch(at).then(part => {
      this.kept.set(at, part);
      return part;
    });
    this.kept.set(at, coming);
    // The guest keeps in its own memory what it read; this spares the fetching of what it forgot.
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    return coming;
  }

  async fetch(at) {
    const file = `${this.parts}${at / this.chunk}${this.suffix}`;
    for (let wait = FIRST_WAIT;; wait = Math.min(2 * wait, LAST_WAIT)) {
      try {
        const packed = await this.read(file);
        const part = await this.unpacked(file, packed);
        this.fetched.parts++;
        this.fetched.bytes += packed.length;
        if (wait > FIRST_WAIT) this.trouble();
        return part;
      } catch (error) {
        this.trouble(error);
        await sleep(wait);
      }
    }
  }

  // What is damaged must not be kept: it would be read again and again.
  async unpacked(file, packed) {
    try {
      return this.zstd.unpack(packed, this.chunk);
    } catch {
      await this.read.drop?.(file);
      throw new Error(`The part ${file} arrived damaged.`);
    }
  }
}

const KEPT = 256; // parts: 64 MB
const FIRST_WAIT = 500, LAST_WAIT = 15000; // ms

// Unpacks Zstandard, which no browser does by itself; v86 brings it along. A second instance of the same program does
// nothing else.
export class Zstd {
  constructor(module) {
    const env = {__indirect_function_table: new WebAssembly.Table({element: "anyfunc", initial: 1024})};
    for (const {kind, name} of WebAssembly.Module.imports(module))
      if (kind === "function") env[name] = () => { throw new Error(`unpacking called ${name}`); };
    this.exports = new WebAssembly.Instance(module, {env}).exports;
  }

  // `packed` as it was before, `length` bytes. Raises an error if it is damaged.
  unpack(packed, length) {
    const {memory, zstd_create_ctx, zstd_get_src_ptr, zstd_read, zstd_read_free, zstd_free_ctx} = this.exports;
    const out = new Uint8Array(length);
    const context = zstd_create_ctx(packed.length);
    try {
      new Uint8Array(memory.buffer).set(packed, zstd_get_src_ptr(context) >>> 0);
      for (let start = 0; start < length; start += STEP) {
        const step = Math.min(STEP, length - start);
        const place = zstd_read(context, step) >>> 0;
        if (!place) throw new Error("What was fetched is damaged.");
        out.set(new Uint8Array(memory.buffer, place, step), start);
        zstd_read_free(place, step);
      }
    } finally {
      zstd_free_ctx(context);
    }
    return out;
  }
}

const STEP = 1 << 20;

// The saved memory; where it is damaged nothing of it may be kept, or it would be taken again.
async function unpackedState(zstd, parts, lab, read) {
  try {
    return zstd.unpack(joined(parts), lab.state.unpacked);
  } catch {
    for (const {file} of lab.state.parts) await read.drop?.(file);
    throw new Error("The download is damaged. It has to be fetched again.");
  }
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// The bytes as an ArrayBuffer that holds nothing else.
function own(bytes) {
  return bytes.buffer.byteLength === bytes.byteLength ? bytes.buffer : bytes.slice().buffer;
}
