/* Shows what the finder finds while somebody types: pages in their order, in each the places that say it. Global: `start`. */
const start = (pages) => {
  const PAGES = 10;
  const PLACES = 3; // of a page
  const ALIKE = 0.4; // of the score of a page's best place: what is worth less is not shown
  const SHOWN = 170; // characters of a place
  const CALM = 60; // milliseconds without a key until the list changes
  const QUIET = 700; // and until the change is read out
  const box = document.querySelector(".find");
  const input = box.querySelector("input");
  const list = box.querySelector(".find-list");
  const status = box.querySelector("[role=status]");
  let active = -1;
  let typing;
  let saying;

  const made = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const isSaid = (piece, said) => finder.words(piece).some((word) => said.has(word));

  /* A text as nodes, with the words that were found marked. */
  const marked = (text, said) => text
    .split(/([\w$@/.-]*\w)/)
    .map((piece, place) => {
      const flag = piece.startsWith("-") ? { class: "w" } : {}; // does not break at its hyphens
      if (place % 2 && isSaid(piece, said)) return made("mark", flag, piece);
      return flag.class ? made("span", flag, piece) : piece;
    });

  const count = (text, said) => new Set(finder.words(text).filter((word) => said.has(word))).size;

  /* Of several texts the one that says the most, the first of those; and how much that is. */
  const richest = (candidates, said) => {
    let best = ["", -1];
    for (const text of candidates) {
      const saying = count(text, said);
      if (saying > best[1]) best = [text, saying];
    }
    return best;
  };

  /* Sentences from the one that says the most, as far as there is room; names of tabs only where nothing else is said. */
  const sentences = (prose, said) => {
    const all = prose.split(/\n|(?<=[.?!:]) (?=[A-Z`-])/);
    const whole = all.filter((text) => /[.?!:]$/.test(text));
    const [first, saying] = richest(whole.length ? whole : all, said);
    let text = first;
    for (const next of whole.slice(whole.indexOf(first) + 1)) {
      if (text.length + next.length > SHOWN) break;
      text += ` ${next}`;
    }
    return [text, saying];
  };

  const cut = (text, said) => {
    if (text.length <= SHOWN * 1.3) return text;
    const places = [...text.matchAll(/[\w$@/.-]*\w/g)].filter(([piece]) => isSaid(piece, said));
    const from = Math.max(0, Math.min((places[0]?.index ?? 0) - 20, text.length - SHOWN));
    const begin = from && text.indexOf(" ", from) + 1;
    return `${begin ? "… " : ""}${text.slice(begin, begin + SHOWN).replace(/ \S*$/, "")} …`;
  };

  /* What a place says of it: what was printed or typed there if that says more than the prose. */
  const excerpt = ({ part, said }) => {
    const [prose, inProse] = sentences(part.prose, said);
    const lines = [part.failed, part.typed, part.printed].join("\n").split("\n").filter((each) => each && each !== part.heading);
    const [line, inLine] = richest(lines, said);
    return inLine > inProse || !prose
      ? made("code", {}, ...marked(cut(line, said), said))
      : made("span", {}, ...marked(cut(prose, said), said));
  };

  const address = ({ page, anchor }) => {
    const file = location.protocol === "file:" ? "index.html" : "";
    return `${box.dataset.root}${page.address}${file}${anchor && `#${anchor}`}`;
  };

  const place = (match, number) => made(
    "a",
    { role: "option", id: `found-${number}`, "aria-selected": "false", tabindex: "-1", href: address(match.part) },
    made(match.part.isError ? "code" : "b", {}, ...marked(match.part.heading, match.said)),
    excerpt(match),
  );

  const group = ({ page, found }, first) => {
    const places = found.slice(0, PLACES).filter(({ score }) => score >= found[0].score * ALIKE);
    const name = made("p", { "aria-hidden": "true" }, made("small", {}, page.chapter), page.title);
    return made(
      "div",
      { role: "group", "aria-label": `${page.title}, in ${page.chapter}` },
      name,
      ...places.map((match, number) => place(match, first + number)),
    );
  };

  const options = () => [...list.querySelectorAll("[role=option]")];

  const mark = (number) => {
    const all = options();
    all[active]?.setAttribute("aria-selected", "false");
    active = all.length ? (number + all.length) % all.length : -1;
    all[active]?.setAttribute("aria-selected", "true");
    all[active]?.scrollIntoView({ block: "nearest" });
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", all[active].id);
  };

  const say = (words) => {
    clearTimeout(saying);
    status.toggleAttribute("data-old", status.textContent !== words);
    saying = setTimeout(() => {
      status.textContent = words;
      status.removeAttribute("data-old");
    }, status.textContent ? QUIET : 0);
  };

  const told = (number) => {
    if (!number) return "No page says that. Try fewer words, or the error message without names and ids.";
    if (number === 1) return "1 page";
    return number < PAGES ? `${number} pages, the best one first` : `The ${PAGES} best pages`;
  };

  const show = () => {
    const asked = input.value.trim();
    const groups = asked ? finder.find(asked).slice(0, PAGES) : [];
    const worthy = groups.filter(({ score }) => score >= groups[0].score * 0.03);
    let first = 0;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...worthy.map((each) => {
      const shown = group(each, first);
      first += shown.querySelectorAll("a").length;
      return shown;
    }));
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", String(worthy.length > 0));
    box.dataset.asked = asked;
    say(asked ? told(worthy.length) : "");
  };

  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(show, CALM);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active < 0 ? -1 : active - 1);
    else if (event.key === "Enter") {
      if (box.dataset.asked !== input.value.trim()) show();
      options()[Math.max(active, 0)]?.click();
    } else return;
    event.preventDefault();
  });
  return finder.load(pages, show).then(() => {
    list.removeAttribute("aria-busy");
    show();
  });
};
