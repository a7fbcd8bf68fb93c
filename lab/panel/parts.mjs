/* The files of the lab: each fetched once, verified by its SHA-256, and kept by the browser for all pages and visits.

   What is kept stands in one cache for each build, `lab-<version>`. A tab that runs a machine holds a lock of that name, so
   that another tab, which has a newer build, does not take its files away. Where the browser keeps nothing, because it has
   no room or is told so, all works, and is fetched again at the next visit. */

const AT_ONCE = 3;
const BY_NAME = /\.([0-9a-f]{12})\.[\w.]+$/; // what is named by its content, as `v86.0123456789ab.wasm`

const GONE = { 404: " A newer lab may have been published: reload the page." };

/* A file that could not be had; the message is for readers. */
export class PartError extends Error {
  constructor(message, again) {
    super(message);
    this.again = again; // what a button that tries once more says
  }
}

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/* Without https a browser offers no hashes; a damaged part is then noticed when it is unpacked. */
const isWhole = async (content, sum) =>
  !sum || !crypto.subtle || hex(await crypto.subtle.digest("SHA-256", content)).startsWith(sum);

const isForbidden = (error) => error.name === "SecurityError";

/* Does something while no other tab does it. Where a browser forbids all that a site could keep, it forbids locks, too. */
const alone = async (name, signal, act) => {
  try {
    return await (navigator.locks ? navigator.locks.request(name, { signal }, act) : act());
  } catch (error) {
    if (isForbidden(error)) return act();
    throw error;
  }
};

export class Parts {
  #base;
  #cache;
  #sums;
  #inMemory = new Map(); // what the browser does not keep, for a reset
  #state;

  constructor(lab, base) {
    this.name = `lab-${lab.version}`;
    this.#base = base;
    this.#state = lab.state.parts;
    this.#sums = new Map(this.#state.map(({ file, sha256 }) => [file, sha256]));
    this.#cache = self.caches?.open(this.name).catch(() => undefined);
    this.keeps = Boolean(self.caches);
  }

  /* The content of a file. `progress` is told how many bytes more are there; fewer, where some have to be thrown away. */
  async get(file, { signal, progress = () => {} } = {}) {
    return alone(`${this.name}/${file}`, signal ?? new AbortController().signal, async () => {
      const kept = await this.#kept(file);
      if (kept) {
        progress(kept.byteLength);
        return kept;
      }
      const content = await this.#fetched(file, signal, progress);
      await this.#keep(file, content);
      return content;
    });
  }

  /* Several files, a few at once: a promise for each content, by name. */
  several(listed, options) {
    const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve());
    return new Map(listed.map(({ file }, place) => {
      const coming = lanes[place % AT_ONCE].then(() => this.get(file, options));
      coming.catch(() => { /* whoever waits for it hears of it */ });
      lanes[place % AT_ONCE] = coming;
      return [file, coming];
    }));
  }

  /* How many bytes of the state are kept. */
  async keptBytes() {
    const cache = await this.#cache;
    const there = new Set((await cache?.keys())?.map(({ url }) => url));
    return this.#state.reduce((sum, { file, bytes }) => sum + (there.has(this.#address(file)) ? bytes : 0), 0);
  }

  /* While this document is open, no other tab removes what is kept. */
  hold() {
    navigator.locks?.request(this.name, { mode: "shared" }, () => new Promise(() => {})).catch(() => { /* not allowed */ });
  }

  /* Removes what other builds of this site have kept; those that a tab is using stay. */
  async tidy() {
    if (!(await this.#cache)) return;
    for (const name of (await self.caches?.keys()) ?? []) {
      if (!name.startsWith("lab-") || name === this.name) continue;
      const [first] = await (await caches.open(name)).keys();
      const isOurs = !first || first.url.startsWith(this.#base);
      if (isOurs) await navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && caches.delete(name));
    }
  }

  /* Removes what this build has kept. */
  async remove() {
    await caches.delete(this.name);
    this.#cache = caches.open(this.name);
    this.#inMemory.clear();
  }

  /* Removes one file of what is kept. */
  async drop(file) {
    this.#inMemory.delete(file);
    await (await this.#cache)?.delete(this.#address(file));
  }

  #address(file) {
    return new URL(file, this.#base).href;
  }

  #sum(file) {
    return this.#sums.get(file) ?? BY_NAME.exec(file)?.[1];
  }

  async #kept(file) {
    const cache = await this.#cache;
    const answer = (await cache?.match(this.#address(file))) ?? this.#inMemory.get(file);
    const content = await answer?.arrayBuffer();
    if (content && await isWhole(content, this.#sum(file))) return content;
    if (content) await cache?.delete(this.#address(file));
    return undefined;
  }

  async #keep(file, content) {
    try {
      await (await this.#cache).put(this.#address(file), new Response(content));
    } catch {
      this.keeps = false;
      if (this.#sums.has(file)) this.#inMemory.set(file, new Blob([content]));
    }
  }

  async #fetched(file, signal, progress) {
    // The browser's own cache need not keep it a second time; where it does, the second try passes it by.
    for (const cache of [this.keeps ? "no-store" : "default", "reload"]) {
      const content = await this.#read(file, cache, signal, progress);
      if (await isWhole(content, this.#sum(file))) return content;
      progress(-content.byteLength);
    }
    throw new PartError(`The part ${file} arrived damaged, twice. All other parts are kept.`, "Fetch it again");
  }

  async #read(file, cache, signal, progress) {
    const chunks = [];
    let got = 0;
    try {
      const answer = await fetch(this.#address(file), { cache, signal });
      if (!answer.ok) throw new PartError(`The server answered ${answer.status} for ${file}.${GONE[answer.status] ?? ""}`, "Try again");
      for (const reader = answer.body.getReader(); ;) {
        const { done, value } = await reader.read();
        if (done) return new Blob(chunks).arrayBuffer();
        chunks.push(value);
        got += value.length;
        progress(value.length);
      }
    } catch (error) {
      progress(-got);
      if (signal?.aborted || error instanceof PartError) throw error;
      throw new PartError(`The network broke off at ${file}. The parts that have arrived are kept.`, "Go on");
    }
  }
}
