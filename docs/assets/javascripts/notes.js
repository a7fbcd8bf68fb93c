/* Copies files and commands, opens the tab that a link leads to, keeps stops of the Tab key few. */
(() => {
  /* A file as it is, or the commands of a run without prompts and outputs. */
  const textOf = (button) =>
    button.dataset.copy === "commands"
      ? [...button.closest(".tx").querySelectorAll(".tx-line")].map((line) => `${line.textContent}\n`).join("")
      : button.closest(".tx-file").querySelector("code").textContent;

  const say = (button, words) => {
    const label = button.querySelector("span");
    button.dataset.label ??= label.textContent;
    label.textContent = words;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => { label.textContent = button.dataset.label; }, 1500);
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

  /* What may scroll on a narrow screen is a stop of the Tab key only where it does scroll. */
  const stops = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
      target.tabIndex = scrolls ? 0 : -1;
    }
  });
  const watch = (root) => {
    for (const part of root.querySelectorAll(".tx [tabindex], .facts-table, .truth-frame")) stops.observe(part);
  };
  document.addEventListener("cell-shown", ({ target }) => watch(target));
  watch(document);
})();
