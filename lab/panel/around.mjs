/* The page around the panel: its colors and its size of text, the height of the frame, the way back. The panel also works in
   a window of its own, where there is none of that. */

const frame = self.frameElement;
const page = frame && parent.document.documentElement;

/* Takes over the colors and the size of text that the page has, now and later; `changed` is called after each change. */
export const followLooks = (changed) => {
  const root = document.documentElement;
  const follow = () => {
    const { scheme } = page?.dataset ?? {};
    if (scheme) root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
    if (page) root.style.fontSize = parent.getComputedStyle(page).fontSize;
    changed();
  };
  const observer = new MutationObserver(follow);
  if (page) observer.observe(page, { attributeFilter: ["data-scheme"] });
  parent.addEventListener("resize", follow);
  // The page outlives its frame, and would keep it.
  addEventListener("pagehide", () => {
    observer.disconnect();
    parent.removeEventListener("resize", follow);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow);
  follow();
};

/* Keeps the frame as high as what is in it. */
export const fitFrame = (content) => {
  if (!frame) return;
  const borders = frame.offsetHeight - frame.clientHeight;
  new ResizeObserver(() => { frame.style.height = `${Math.ceil(content.getBoundingClientRect().height) + borders}px`; })
    .observe(content);
};

/* Whether the reader is in the panel, and not elsewhere on the page. */
export const hasFocus = () => document.hasFocus() && (!frame || parent.document.activeElement === frame);

/* Leaves the page as it was before the panel was opened. */
export const closeFrame = () => {
  const button = frame?.previousElementSibling?.querySelector("[data-lab]");
  frame?.remove();
  button?.focus();
};

/* The address of the recording above the panel, by the place of the example on the page; undefined without a page. */
export const recordingAt = (anchor) =>
  (page && anchor && parent.document.getElementById(anchor) ? `${parent.location.href.split("#")[0]}#${anchor}` : undefined);
