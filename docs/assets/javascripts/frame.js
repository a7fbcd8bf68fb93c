/* The choice of colors, and the mark at the section that is being read. */
(() => {
  const root = document.documentElement;
  const button = document.querySelector("[data-schemes]");
  const darkByDefault = matchMedia("(prefers-color-scheme: dark)");
  const WORDS = { light: "Colors: light", dark: "Colors: dark", auto: "Colors: as your system has them" };

  const name = () => {
    button.querySelector("span").textContent = button.title = WORDS[root.dataset.scheme ?? "auto"];
  };

  /* From the system's scheme to the other one first, so that each click but the last is seen. */
  const next = () => {
    const order = darkByDefault.matches ? ["light", "dark"] : ["dark", "light"];
    return root.dataset.scheme ? order[order.indexOf(root.dataset.scheme) + 1] : order[0];
  };

  button.addEventListener("click", () => {
    const scheme = next();
    if (scheme) root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
    try {
      if (scheme) localStorage.setItem("scheme", scheme);
      else localStorage.removeItem("scheme");
    } catch { /* a browser may keep nothing: then the choice lasts as long as the page */ }
    name();
  });
  name();

  const toc = document.querySelector(".toc");
  if (!toc) return;
  const links = new Map([...toc.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(decodeURIComponent(id))).filter(Boolean);
  let marked;

  const mark = () => {
    const line = innerHeight / 4;
    const atEnd = scrollY + innerHeight >= root.scrollHeight - 2;
    const read = atEnd ? headings.at(-1) : headings.findLast((heading) => heading.getBoundingClientRect().top < line);
    const link = read && links.get(read.id);
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked = link;
    if (!link || !toc.offsetParent || toc.matches(":focus-within")) return;
    const place = link.offsetTop - toc.clientHeight / 2;
    if (Math.abs(toc.scrollTop - place) > toc.clientHeight / 3) toc.scrollTop = place;
  };

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
})();
