/* The service worker of one version of the site; finish/offline.py says why it does what it does. */
const FILES = new Map(Object.entries(__FILES__)); // each file of the site, by its path: what its content has to be
const BYTES = __BYTES__;
const SCOPE = registration.scope;
const AT_ONCE = 4;

/* What a file is kept under. The content is a part of it, so what two versions share is kept once. */
const key = (path) => `${new URL(path, SCOPE)}?${encodeURIComponent(FILES.get(path))}`;

const kept = (path) => caches.match(key(path), { cacheName: SCOPE });

/* From the host; what is not the very content that this version has is an error. A page is asked for as readers do. */
const fetched = async (path) => {
  const address = new URL(path.replace(/(^|\/)index\.html$/, "$1"), SCOPE);
  const answer = await fetch(address, { cache: "no-cache", integrity: FILES.get(path), priority: "low" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
};

const missing = async (cache) => {
  const there = new Set((await cache.keys()).map(({ url }) => url));
  return [...FILES.keys()].filter((path) => !there.has(key(path)));
};

/* A few at once; the first one that fails ends it. Where there is no room, what was added goes again. */
const add = async (cache, paths) => {
  const added = [];
  const rounds = Array.from({ length: AT_ONCE }, async () => {
    try {
      for (let path; (path = paths.pop());) {
        await cache.put(key(path), await fetched(path));
        added.push(path);
      }
    } catch (error) {
      paths.length = 0;
      throw error;
    }
  });
  const failed = (await Promise.allSettled(rounds)).find(({ status }) => status === "rejected");
  if (!failed) return;
  if (failed.reason.name === "QuotaExceededError") await Promise.all(added.map((path) => cache.delete(key(path))));
  throw failed.reason;
};

const fill = async () => {
  const { quota, usage } = await navigator.storage.estimate();
  if (quota - usage < BYTES) throw new Error("There is no room.");
  const cache = await caches.open(SCOPE);
  for (let paths; (paths = await missing(cache)).length;) await add(cache, paths);
};

/* What only older versions had. While a newer one fills the cache, nothing is removed: the next one does that. */
const tidy = async () => {
  if (registration.installing) return;
  const cache = await caches.open(SCOPE);
  const ours = new Set([...FILES.keys()].map(key));
  await Promise.all((await cache.keys()).map(({ url }) => ours.has(url) || cache.delete(url)));
};

/* A file of this version; else what the host says, and without a host the page for what is not there. */
const answer = async (request, path, file) => {
  if (FILES.has(file)) return (await kept(file)) ?? fetch(request);
  if (FILES.has(`${path}/index.html`)) return Response.redirect(`${SCOPE}${path}/${new URL(request.url).search}`);
  try {
    return await fetch(request);
  } catch (error) {
    const page = await kept("404.html");
    if (!page) throw error;
    return new Response(page.body, { status: 404, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
};

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("message", ({ data }) => { if (data === "take over") skipWaiting(); });
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const path = decodeURI(new URL(request.url).pathname.slice(new URL(SCOPE).pathname.length));
  const file = path.replace(/(^|\/)$/, "$1index.html");
  if (FILES.has(file) || request.mode === "navigate") event.respondWith(answer(request, path, file));
});
