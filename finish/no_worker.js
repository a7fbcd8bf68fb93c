/* Takes the place of a service worker that readers still have: removes it, and all that it has kept. */
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([caches.delete(registration.scope), registration.unregister()]));
});
