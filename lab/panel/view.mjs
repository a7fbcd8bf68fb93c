/* What the panel shows: one of three views, facts, steps with their seconds, buttons that type. It decides nothing. */

export const part = (id) => document.getElementById(id);

const VIEWS = { before: ["close"], starting: ["cancel"], running: ["copy", "reset", "stop"] };
const FIRST = { before: "start", starting: "cancel", running: "stop" }; // what gets the focus, where it is lost
const STATES = { before: "", starting: "starting", running: "running" };
const FEET = {
  before: "Nothing you type leaves your machine.",
  starting: "You can keep reading; the start goes on.",
  running: "Live in your browser, so not a recording: no green margin. Press Escape, then Tab, to leave the terminal. "
    + "There is no network in here, so no pulls. It ends when you leave this page; while the tab is hidden, it pauses.",
};

export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)}\u00a0MB`;

const element = (name, className, ...inside) => {
  const made = document.createElement(name);
  made.className = className;
  made.append(...inside);
  return made;
};

/* Shows one view, and the buttons that it has above it. What has the focus may go with the old one. */
export const show = (view) => {
  const focused = document.activeElement;
  for (const [name, tools] of Object.entries(VIEWS)) {
    part(name).hidden = name !== view;
    for (const tool of tools) part(tool).hidden = name !== view;
  }
  document.body.dataset.view = view;
  part("state").textContent = STATES[view];
  part("foot").textContent = FEET[view];
  if (document.hasFocus() && focused !== document.body && !focused.checkVisibility()) part(FIRST[view]).focus();
};

/* Tells a reader who does not see it. */
export const say = (words) => { part("said").textContent = words; };

export const showState = (words) => { part("state").textContent = words; };

/* A list of names and what is to be known of them; a text, or elements. */
export const showFacts = (facts) => {
  part("facts").replaceChildren(...Object.entries(facts).map(([name, value]) =>
    element("div", "", element("dt", "", name), element("dd", "", ...[value].flat()))));
};

/* A warning above the button, or none; elements may stand in it. */
export const warn = (...words) => {
  part("warning").hidden = !words.length;
  part("warning").replaceChildren(...words);
};

export const link = (words, address) => {
  const made = element("a", "", words);
  made.href = address;
  made.target = "_parent";
  return made;
};

export const code = (words) => element("code", "", words);

export const button = (words, act) => {
  const made = element("button", "btn btn--inline", words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

/* What the start consists of. Gives a function: told the place of a step, it ends those before it and begins that one. */
export const showSteps = (names) => {
  const rows = names.map((name) => element("li", "", element("span", "", name), element("span", "took")));
  part("steps").replaceChildren(...rows);
  let now = -1;
  let since = 0;
  return (next) => {
    const seconds = `${((performance.now() - since) / 1000).toFixed(1)} s`;
    for (; now < next; now += 1) {
      if (now < 0) continue;
      rows[now].className = "done";
      rows[now].removeAttribute("aria-current");
      rows[now].lastChild.textContent = seconds;
    }
    since = performance.now();
    for (const id of ["bytes", "progress"]) part(id).hidden = next > 0; // only the first step fetches
    rows[next]?.setAttribute("aria-current", "step");
    if (rows[next]) say(names[next]);
  };
};

export const showProgress = (got, of) => {
  part("bytes").textContent = `${(got / 1e6).toFixed(1)} of ${megabytes(of)} of saved memory`;
  part("progress").max = of;
  part("progress").value = got;
};

/* What a start waits for, or nothing. */
export const showWait = (words) => {
  part("bytes").textContent = words;
  part("bytes").hidden = !words;
  say(words);
};

/* What a screen reader says of a button besides its first line. */
const describe = (button, state) => {
  const rest = button.title.split("\n").slice(1).join(" ");
  button.ariaDescription = [state, rest].filter(Boolean).join(": ");
};

/* A button for each command, in order; `type` is called with the step of the one that is pressed, if it can be; `pressed`
   after each press. */
export const showCommands = (steps, type, pressed) => {
  part("commands").replaceChildren(...steps.map((step) => {
    const [first, ...more] = step.label.split("\n");
    const made = element("button", "btn btn--line", element("code", "", more.length ? `${first} …` : first));
    made.type = "button";
    made.title = step.label;
    describe(made, "");
    made.addEventListener("click", ({ detail }) => {
      // The second click of a double click may come when the command has already ended.
      if (made.ariaDisabled !== "true" && detail < 2) type(step, made);
      pressed();
    });
    return made;
  }));
};

/* A button that has been pressed; the one behind it is the next. A command is marked as typed once it has ended. */
export const markPressed = (pressed, isCommand) => {
  pressed.dataset[isCommand ? "running" : "typed"] = "";
  const next = part("commands").querySelector("[data-next]");
  if (next) {
    delete next.dataset.next;
    describe(next, "");
  }
  describe(pressed, isCommand ? "running" : "typed before");
  if (pressed.nextSibling) {
    pressed.nextSibling.dataset.next = "";
    describe(pressed.nextSibling, "next");
  }
};

export const markEnded = () => {
  for (const each of part("commands").querySelectorAll("[data-running]")) {
    delete each.dataset.running;
    each.dataset.typed = "";
    describe(each, "typed before");
  }
};

/* While a command runs, only what is typed into programs can be pressed; at the prompt, only commands. */
export const allow = (steps, isBusy) => {
  [...part("commands").children].forEach((each, place) => {
    each.ariaDisabled = String((steps[place].into === "program") !== isBusy);
  });
  part("interrupt").ariaDisabled = String(!isBusy);
};

export const showTime = (words, status = 0) => {
  const exit = status ? [" ", element("span", "exit", `exit ${status}`)] : [];
  part("time-text").replaceChildren(words, ...exit);
};

/* Which commands print something else than the recording. */
export const showDifferences = (differs) => {
  part("differs").hidden = !differs.length;
  part("differs").replaceChildren(
    element("b", "", "Not as in the recording"),
    element("ul", "", ...differs.map(({ command, why }) => element("li", "", element("code", "", command), ` ${why}`))),
  );
};
