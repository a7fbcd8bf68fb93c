/* Copies files and commands, opens the tab that a link leads to, makes a stop of the Tab key of what scrolls. */
(() => {
  /* A file as it is, or the commands of a run without prompts and outputs. */
  const textOf = (button) =>
    button.dataset.copy === "commands"
      ? [...button.closest(".tx").querySelectorAll(".tx-line")].map((line) => `${line.textContent}\n`).join("")
      : button.closest(".tx-file").querySelector("code").textContent;

  /* Who does not see the button change hears it. */
  const status = document.createElement("p");
  status.className = "sr";
  status.role = "status";
  document.body.append(status);

  const say = (button, words) => {
    const label = button.querySelector("span");
    button.dataset.label ??= label.textContent;
    label.textContent = status.textContent = words;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      label.textContent = button.dataset.label;
      status.textContent = "";
    }, 1500);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(textOf(button));
      say(button, "Copied");
    } catch {
      say(button, "Not allowed here");
    }
  });

  /* A link to an example opens the tab that it is in. */
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target?.matches(".tx")) return;
    for (let pane = target.closest(".tabbed-block"); pane; pane = pane.parentElement.closest(".tabbed-block")) {
      const place = [...pane.parentElement.children].indexOf(pane);
      pane.closest(".tabbed-set").querySelectorAll(":scope > input")[place].click();
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  /* What scrolls is a stop of the Tab key, and only while it does: the page, which can't know, says what may. */
  const SCROLLS = ".tx-out pre, .tx .highlight, :not(.tx *) > pre > code, .facts-table, .truth-frame, .md-typeset table";
  const stops = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
      if (scrolls) target.tabIndex = 0;
      else if (target.tabIndex === 0) target.tabIndex = -1;
    }
  });
  const prepare = (root) => {
    for (const part of root.querySelectorAll(SCROLLS)) stops.observe(part);
    /* HTML can't hold a carriage return, so a page has a mark in its place. */
    for (const place of root.querySelectorAll(".cr")) place.textContent = "\r";
  };
  document.addEventListener("cell-shown", ({ target }) => prepare(target));
  prepare(document);

  /* On a phone rows are blocks, and some browsers take them for no table then. */
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  const narrow = matchMedia("(max-width: 44.99em)");
  const nameRoles = () => {
    if (!narrow.matches) return;
    for (const part of document.querySelectorAll("table, table *")) {
      const role = ROLES[part.tagName] ?? (part.scope === "row" && "rowheader");
      if (role) part.role = role;
    }
  };
  narrow.addEventListener("change", nameRoles);
  nameRoles();
})();
