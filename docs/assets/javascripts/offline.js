/* Reading without a network: asks for the service worker once somebody reads, and offers a newer version. What the
   worker does is told in finish/offline.py. */
(() => {
  const panel = document.querySelector("[data-keep]");
  const address = document.querySelector("[data-worker]")?.dataset.worker;
  const workers = navigator.serviceWorker;
  if (location.protocol === "file:") {
    // From a folder: the zip's own links name index.html, those that scripts make do not.
    addEventListener("click", ({ target }) => {
      const link = target.closest?.("a[href]");
      if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }, true);
  }
  if (location.protocol === "file:" || !address || !workers) {
    panel?.remove();
    return;
  }
  const scope = new URL(".", new URL(address, location.href)).href;

  /* The choice of the reader: "yes", "no", or none. */
  const choice = {
    get: () => { try { return localStorage.getItem("offline"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("offline", value); } catch { /* then it is asked for again */ } },
  };

  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  /* ---------- A newer version ---------- */
  const offer = (registration) => {
    if (document.querySelector(".newer")) return;
    const box = document.createElement("div");
    box.className = "newer";
    box.setAttribute("role", "status");
    document.body.append(box);
    box.append(
      "A newer version of this site is there.",
      button("Reload", () => registration.waiting?.postMessage("take over")),
      button("Later", () => box.remove()),
    );
  };

  /* A worker that is being installed is next either installed or, where that failed, redundant. */
  const afterwards = (worker, installed, failed) => worker.addEventListener("statechange", () => {
    if (worker.state === "installed") installed();
    else failed?.();
  }, { once: true });

  if (workers.controller) {
    workers.addEventListener("controllerchange", () => location.reload());
    workers.getRegistration(scope).then((found) => {
      if (!found) return;
      if (found.waiting) offer(found);
      found.addEventListener("updatefound", () => afterwards(found.installing, () => offer(found)));
    });
  }

  /* ---------- Keeping and removing ---------- */
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const yes = button("Keep the site", () => { choice.set("yes"); keep(); });
  const no = button("Remove it", () => remove());
  yes.hidden = no.hidden = true;
  panel?.append(status, yes, no);
  const say = (words, kept, busy = false) => {
    status.textContent = words;
    yes.hidden = kept || busy;
    no.hidden = !kept;
  };
  const KEPT = "This browser keeps the whole site.";
  const NOT = "This browser does not keep the site.";

  const keep = async () => {
    const failed = () => say(`${NOT} It has no room, forbids it, or the network broke off.`, false);
    try {
      const registration = await workers.register(address);
      if (registration.active) return say(KEPT, true);
      if (!registration.installing) return failed();
      say("This browser fetches the site.", false, true);
      afterwards(registration.installing, () => say(KEPT, true), failed);
    } catch {
      failed();
    }
  };

  const remove = async () => {
    choice.set("no");
    await (await workers.getRegistration(scope))?.unregister();
    await caches.delete(scope);
    say(NOT, false);
  };

  /* Once somebody reads: after the page is there, and when nothing else is to be done. */
  const SIGNS = ["scroll", "pointerdown", "keydown"];
  const whenIdle = () => (self.requestIdleCallback ?? setTimeout)(keep);
  const begin = () => {
    for (const sign of SIGNS) removeEventListener(sign, begin);
    if (document.readyState === "complete") whenIdle();
    else addEventListener("load", whenIdle);
  };
  const wanted = choice.get();
  if (wanted === "yes" || (wanted !== "no" && !navigator.connection?.saveData)) {
    for (const sign of SIGNS) addEventListener(sign, begin, { passive: true });
  }
  if (panel) workers.getRegistration(scope).then((found) => (found?.active ? say(KEPT, true) : say(NOT, false)));
})();
