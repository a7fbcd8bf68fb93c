/* Copies what a reader wants to run: a file as it is, or the commands of a transcript without prompts and outputs. */
(() => {
  const textOf = (frame, what, button) =>
    what === "commands"
      ? [...frame.querySelectorAll(".tx-line")].map((line) => line.textContent).join("\n") + "\n"
      : button.closest(".tx-file").querySelector("code").textContent;

  const say = (button, words) => {
    const label = button.querySelector("span");
    const before = (button.dataset.label ??= label.textContent);
    label.textContent = words;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => { label.textContent = before; }, 1500);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(textOf(button.closest(".tx"), button.dataset.copy, button));
      say(button, "Copied");
    } catch {
      say(button, "Not allowed here");
    }
  });
})();
