/* The terminal: xterm.js in the colors of the site, with a way out for the keyboard. */

import "./sheets.mjs";

const LINES_KEPT = 5000;

/* The colors of programs keep to the vocabulary of the site: blue is what can be clicked, green what was recorded, so neither
   is here. */
const COLORS = {
  black: "ink", red: "red", green: "ink", yellow: "amber", blue: "ink-2", magenta: "plum", cyan: "ink-2", white: "ink-3",
  brightBlack: "ink-3", brightRed: "red", brightGreen: "ink", brightYellow: "amber", brightBlue: "ink-2",
  brightMagenta: "plum", brightCyan: "ink-2", brightWhite: "ink",
  foreground: "ink", background: "sheet", cursor: "ink", cursorAccent: "sheet",
  selectionBackground: "marker", selectionForeground: "on-marker", selectionInactiveBackground: "marker",
  scrollbarSliderBackground: "rule", scrollbarSliderHoverBackground: "edge", scrollbarSliderActiveBackground: "edge",
};

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--fn-${name}`).trim();

const theme = () => Object.fromEntries(Object.entries(COLORS).map(([part, name]) => [part, token(name)]));

/* Escape, then Tab, leaves. So Escape waits for the key after it, and goes to the machine together with that. */
const keys = (terminal, send) => {
  let escaped = false;
  return (event) => {
    if (event.type !== "keydown" || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return true;
    if (event.key === "Escape" && !escaped) {
      escaped = true;
      event.preventDefault();
      return false;
    }
    if (escaped && event.key === "Tab") {
      escaped = false;
      return false; // the browser moves the focus
    }
    if (escaped) send("\x1b");
    escaped = event.key === "Escape";
    if (escaped) {
      event.preventDefault();
      return false;
    }
    // The browser's own paste; and its copy, where something is selected.
    const command = event.ctrlKey && !event.altKey && event.key.toLowerCase();
    return !(command === "v" || (command === "c" && terminal.hasSelection()));
  };
};

/* All that the terminal has shown, or what is selected in it. */
const textOf = (terminal) => {
  if (terminal.hasSelection()) return terminal.getSelection();
  const { active } = terminal.buffer;
  let text = "";
  for (let place = 0; place < active.length; place += 1) {
    const line = active.getLine(place);
    text += `${place && !line.isWrapped ? "\n" : ""}${line.translateToString(true)}`;
  }
  return `${text.trimEnd()}\n`;
};

/* Opens a terminal in an element. `send` gets what is typed, `resized` the new columns and rows. */
export const openTerminal = (place, { Terminal, FitAddon }, { send, resized }) => {
  const style = getComputedStyle(place);
  const terminal = new Terminal({
    fontFamily: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize),
    lineHeight: 1.35,
    cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    screenReaderMode: true,
    scrollback: LINES_KEPT,
    theme: theme(),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(place);
  terminal.textarea.setAttribute("aria-describedby", "foot"); // which tells the way out
  terminal.attachCustomKeyEventHandler(keys(terminal, send));
  terminal.onData(send);
  terminal.onResize(({ cols, rows }) => resized(cols, rows));
  new ResizeObserver(() => { if (place.offsetParent) fit.fit(); }).observe(place);
  fit.fit();
  return {
    get cols() { return terminal.cols; },
    get rows() { return terminal.rows; },
    write: (bytes) => new Promise((done) => { terminal.write(bytes, done); }),
    clear: () => terminal.write("", () => terminal.reset()), // behind what is not drawn yet
    focus: () => terminal.focus(),
    text: () => textOf(terminal),
    recolor: () => { terminal.options.theme = theme(); },
  };
};
