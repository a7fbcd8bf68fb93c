/* Opens the search: by its button, by / and Ctrl-K, by an address that ends in ?q=words. All else is loaded then. */
(() => {
  const button = document.querySelector("[data-search]");
  const box = document.createElement("dialog");
  box.className = "find";
  box.ariaLabel = "Search";
  box.dataset.root = button.dataset.search.replace(/assets\/[^/]*$/, "") || "./";
  box.innerHTML = `<div class="find-bar" role="search"><input type="text" role="combobox" aria-expanded="false"
    aria-controls="find-list" aria-autocomplete="list" enterkeyhint="go" autocomplete="off" autocapitalize="none"
    spellcheck="false" maxlength="2000"><button class="top-button" type="button" aria-label="Close the search"
    data-close></button></div><p class="find-status" role="status"></p><div class="find-list" id="find-list" role="listbox"
    aria-busy="true" aria-label="Pages that say it"></div>`;
  box.firstChild.prepend(button.querySelector("svg").cloneNode(true));
  box.querySelector("button").append(document.querySelector("#menu [popovertarget] svg").cloneNode(true));
  document.body.append(box);
  const input = box.querySelector("input");
  input.ariaLabel = input.placeholder = "Words, a flag, or an error message";
  const status = box.querySelector("[role=status]");
  let script;

  const load = () => {
    if (script) return;
    status.textContent = "Loading what there is to find …";
    script = document.createElement("script");
    script.src = button.dataset.search;
    script.addEventListener("load", () => { status.textContent = ""; });
    script.addEventListener("error", () => {
      script.remove();
      script = undefined;
      status.textContent = "The search could not be loaded. Close it, and try again with a network.";
    });
    document.head.append(script);
  };

  const open = () => {
    load();
    if (box.open) return;
    document.querySelector(":popover-open")?.hidePopover();
    box.showModal();
    input.select();
  };

  const isTyping = ({ target }) => target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

  button.addEventListener("click", open);
  addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const isSlash = key === "/" && !ctrlKey && !metaKey && !altKey && !isTyping(event);
    const isControlK = key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey;
    if (!isSlash && !isControlK) return;
    event.preventDefault();
    open();
  });
  box.addEventListener("click", ({ target }) => {
    if (target === box || target.closest("[data-close], [role=option]")) box.close();
  });
  box.addEventListener("close", () => {
    button.focus({ preventScroll: true });
    if (!location.search) return;
    try { history.replaceState(history.state, "", location.pathname + location.hash); } catch { /* a file's address may stay */ }
  });

  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    input.value = asked;
    open();
  }
})();
