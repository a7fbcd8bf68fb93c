/* Finds the places of the site that answer a question or an error message. The engine is MiniSearch; how text is cut into
   words, what a word is worth, and the order of pages are ours. Global: `finder`. */
const finder = (() => {
  /* What is short and says much comes first, since a reader waits for it; all else follows. */
  const NAMES = { title: 3, about: 2, heading: 3, failed: 2.5 };
  const TEXTS = { prose: 1, typed: 0.8, printed: 0.4 };
  /* Words that a question is full of. They are never needed, and hardly count. */
  const EMPTY = new Set(`a about am an and any are as at be been being but by can cant could did do does doesnt doing dont for
    from get got had has have he how i if in into is isnt it its me my no not of on or our out should so some than that the
    their them then there these they this those to us use used using vs versus was wasnt we were what when where which while who
    why will with without wont would you your`.match(/\S+/g).map(stem));
  /* What people write for words of this site. */
  const ALSO = new Map(Object.entries({
    vm: "virtual machine", k8s: "kubernetes", db: "database", healthcheck: "health check", directory: "folder",
  }).map(([word, other]) => [stem(word), other]));
  const PIECE = /[^\s"'`()[\]{}<>,;|\u2018\u2019\u201c\u201d…]+/g;
  const SLICE = 12; // milliseconds of work before the browser may do other things

  /* One form for a word's singular and plural, and for most of a verb's forms. */
  function stem(word) {
    if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
    let short = word.replace(/ies$/, "i").replace(/(ss|sh|ch|x|z)es$/, "$1").replace(/([^sui])s$/, "$1");
    if (short.length > 5) short = short.replace(/(?:ing|ed)$/, "").replace(/([bdgkmnprt])\1$/, "$1");
    return short.length > 3 ? short.replace(/y$/, "i").replace(/e$/, "") : short;
  }

  const joined = (text) => text.toLowerCase().replace(/(\w)['\u2019](\w)/g, "$1$2");

  /* `--mount=type=bind` is the words --mount, mount, type, bind; `/run/docker.sock` is itself, run, docker.sock, docker, sock. */
  function words(text) {
    const found = [];
    for (const [piece] of joined(text).matchAll(PIECE)) {
      const forms = new Set();
      for (const whole of piece.replace(/[.:!?]+$/, "").split("=")) {
        forms.add(whole);
        for (const name of whole.split(/[/:@]+/)) {
          forms.add(name);
          for (const part of name.split(/[^a-z0-9]+/)) if (part.length > 1 || part === whole) forms.add(part);
        }
      }
      for (const form of forms) if (/[a-z0-9]/.test(form)) found.push(stem(form));
    }
    return found;
  }

  /* Two words in a row, as one: they tell a message from another one with the same words. */
  function pairs(text) {
    const row = (joined(text).match(/[a-z0-9]+/g) ?? []).map(stem);
    return row.slice(1).map((word, place) => `${row[place]} ${word}`);
  }

  const known = new Set();
  const engine = (fields, tokenize) => new MiniSearch({
    fields: Object.keys(fields),
    tokenize: (text) => {
      const found = tokenize(text);
      for (const word of found) known.add(word);
      return found;
    },
    processTerm: (word) => word,
  });
  const names = engine(NAMES, (text) => [...words(text), ...pairs(text)]);
  const texts = engine(TEXTS, words);
  const parts = [];

  async function inSlices(all, take) {
    let end = performance.now() + SLICE;
    for (const each of all) {
      take(each);
      if (performance.now() < end) continue;
      await new Promise((done) => setTimeout(done));
      end = performance.now() + SLICE;
    }
  }

  /* The id that MkDocs makes of a heading. */
  const idOf = (heading) => heading.toLowerCase().normalize("NFKD").replace(/[^\w\s-]/g, "").trim().replace(/[-\s]+/g, "-");

  /* Take in what finish/search.py wrote. Calls `whenNamed` when the names of all are known; resolves when the texts are. */
  async function load([pages, ...columns], whenNamed = () => {}) {
    for (const [address, title, chapter, weight, description, count] of pages) {
      const page = { address, title, chapter, weight };
      for (const end = parts.length + count; parts.length < end;) {
        const id = parts.length;
        const [anchor, heading, isError, prose, typed, printed, failed] = columns.map((column) => column[id]);
        const about = anchor ? "" : description;
        parts.push({ id, page, anchor: anchor === 1 ? idOf(heading) : anchor, title, about, heading, isError, prose, typed, printed, failed });
      }
    }
    await inSlices(parts, (part) => {
      names.add(part.isError ? { ...part, failed: `${part.heading}\n${part.failed}` } : part);
    });
    whenNamed();
    await inSlices(parts, (part) => texts.add(part));
  }

  /* The words of a question: as written, what they also are called, and words written apart that are one elsewhere. */
  function terms(asked) {
    const more = words(asked).map((word) => ALSO.get(word) ?? "").join(" ");
    const inARow = pairs(asked);
    return [...new Set([...words(asked), ...words(more), ...inARow, ...pairs(more), ...inARow.map((pair) => pair.replace(" ", ""))])];
  }

  function weight(term) {
    const [one, other] = term.split(" ");
    if (!other) return EMPTY.has(one) ? 0.05 : ALSO.has(one) ? 0.3 : 1;
    const empty = EMPTY.has(one) + EMPTY.has(other);
    return [0.7, 0.25, 0.05][empty];
  }

  const sum = (numbers) => [...numbers].reduce((total, number) => total + number, 0);

  /* The parts that have any of the words: how well they match, which words of the question they have, and how they say them. */
  function matches(asked) {
    const asWords = terms(asked);
    const last = /\w$/.test(asked) ? words(asked).at(-1) : "";
    const options = {
      tokenize: () => asWords,
      boostTerm: weight,
      prefix: (term) => term === last && term.length > (known.has(term) ? 3 : 1),
      fuzzy: (term) => !known.has(term) && /^[a-z-]{5,}$/.test(term) && 0.2,
    };
    const found = new Map();
    for (const [index, boost] of [[names, NAMES], [texts, TEXTS]]) {
      for (const { id, score, queryTerms, terms: said } of index.search(asked, { ...options, boost })) {
        const match = found.get(id) ?? { part: parts[id], score: 0, terms: new Set(), said: new Set() };
        found.set(id, match);
        match.score += score / queryTerms.length; // the engine multiplies by that
        for (const term of queryTerms) match.terms.add(term);
        for (const word of said) if (!EMPTY.has(word)) match.said.add(word);
      }
    }
    return [...found.values()];
  }

  /* How much each word of a question tells, by how few parts have it; a word that no part has tells nothing. */
  function worths(found) {
    const having = new Map();
    for (const match of found) for (const term of match.terms) having.set(term, (having.get(term) ?? 0) + 1);
    return new Map([...having]
      .filter(([term]) => !term.includes(" ") && !EMPTY.has(term))
      .map(([term, count]) => [term, weight(term) * Math.log(1 + parts.length / count)]));
  }

  /* The pages that answer, the best one first, each with its best parts first: [{page, score, found: [{part, score, said}]}]. */
  function find(asked) {
    const found = matches(asked);
    const worth = worths(found);
    const all = sum(worth.values()) || 1;
    const share = (having) => sum([...having].map((term) => worth.get(term) ?? 0)) / all;
    const groups = new Map();
    for (const match of found) {
      const group = groups.get(match.part.page) ?? { page: match.part.page, found: [] };
      groups.set(match.part.page, group);
      group.found.push({ ...match, score: match.score * share(match.terms) ** 2 });
    }
    for (const group of groups.values()) {
      group.found.sort((one, other) => other.score - one.score);
      const [best, ...more] = group.found.map(({ score }) => score);
      const covered = share(new Set(group.found.flatMap((match) => [...match.terms])));
      group.score = (best + 0.15 * sum(more.slice(0, 3))) * (0.5 + 0.5 * covered) * group.page.weight;
    }
    return [...groups.values()].sort((one, other) => other.score - one.score);
  }

  return { load, find, words, parts };
})();
