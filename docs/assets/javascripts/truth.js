/* The explorer of a truth table: shows the cell that radio buttons, a link or the address choose. Python makes all HTML
   (macros/truth_parts.py); here its parts are put together. */
customElements.define("truth-table", class extends HTMLElement {
  connectedCallback() {
    this.slots = [...this.querySelectorAll("[data-slot]")];
    this.axes = [...this.querySelectorAll(".wr-axis")].map((axis) => [...axis.querySelectorAll("input")]);
    this.note = this.querySelector(".wr-note");
    this.querySelector("fieldset").disabled = false;
    // The cells are loaded at the first sign that somebody wants another one.
    for (const sign of ["pointerover", "focusin"]) this.addEventListener(sign, () => this.load(), { once: true });
    this.querySelector("form").addEventListener("change", ({ target }) => this.choose(target));
    document.addEventListener("click", (event) => this.follow(event));
    addEventListener("popstate", () => this.goTo(location.hash || this.address(this.dataset.start)));
    this.key = this.dataset.start;
    this.goTo(location.hash);
  }

  /* The cells of the table: loaded once; tried again after a failure, which is said. Gives whether they are there. */
  load() {
    this.loading ??= this.table()
      .then((table) => {
        Object.assign(this, table);
        this.keys = new Map(Object.keys(this.cells).map((key) => [this.address(key), key]));
        return true;
      })
      .catch(() => {
        this.note.textContent = "The other cells could not be loaded.";
        this.loading = undefined;
        return false;
      });
    return this.loading;
  }

  /* A script, and not data that is fetched: file:// has no fetch. It leaves the table at its own element. */
  table() {
    const script = document.createElement("script");
    return new Promise((done, failed) => {
      script.onload = () => done(script.table);
      script.onerror = failed;
      script.src = this.dataset.parts;
      document.head.append(script);
    }).finally(() => script.remove());
  }

  address(key) {
    return `#${this.dataset.name}-${key.replaceAll(".", "-")}`;
  }

  isOurs(address) {
    return address.startsWith(`#${this.dataset.name}-`);
  }

  /* A choice by radio button. Where no cell has it together with the others, the nearest one that has it is shown. */
  async choose(radio) {
    if (!await this.load()) return;
    const wanted = this.axes.map((axis) => axis.find((each) => each.checked));
    const place = wanted.indexOf(radio);
    const likeness = (key) => key.split(".").filter((value, axis) => value === wanted[axis].value).length;
    const [nearest] = Object.keys(this.cells)
      .filter((key) => key.split(".")[place] === radio.value)
      .sort((one, other) => likeness(other) - likeness(one));
    this.show(nearest);
    const moved = this.axes.map((axis) => axis.find((each) => each.checked)).filter((each, axis) => each !== wanted[axis]);
    this.note.textContent = moved.map((each) => `Changed with it: ${this.nameOf(each)}.`).join(" ");
    history.replaceState(history.state, "", this.address(nearest));
  }

  nameOf(radio) {
    const axis = radio.closest(".wr-axis").querySelector("legend").firstChild.textContent.trim();
    return `${axis}: ${radio.nextElementSibling.textContent}`;
  }

  /* A click on a link to a cell, here or elsewhere on the page. */
  async follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || link.pathname !== location.pathname || !this.isOurs(link.hash)) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!await this.load() || !this.keys.has(link.hash)) {
      location.assign(link.href);
      return;
    }
    if (link.hash !== location.hash) history.pushState(null, "", link.hash);
    const back = this.contains(link) && this.address(this.key);
    this.goTo(link.hash, back);
  }

  /* Show the cell of an address. Behind a link inside, the way back has the focus then. */
  async goTo(address, back) {
    if (!this.isOurs(address) || !await this.load() || !this.keys.has(address)) return;
    this.show(this.keys.get(address));
    this.note.textContent = "";
    const result = this.querySelector(".wr-out");
    if (!back) this.scrollIntoView();
    else if (result.getBoundingClientRect().top < 0) result.scrollIntoView();
    if (back) this.querySelector(`.wr-near a[href="${back}"]`)?.focus({ preventScroll: true });
  }

  show(key) {
    this.key = key;
    const values = key.split(".");
    this.cells[key].forEach((numbers, slot) => {
      this.slots[slot].innerHTML = numbers.map((number) => this.parts[number]).join("");
    });
    for (const [place, axis] of this.axes.entries()) {
      for (const radio of axis) {
        radio.checked = radio.value === values[place];
        radio.parentElement.classList.toggle("opt--far", !(values.with(place, radio.value).join(".") in this.cells));
      }
    }
    this.dispatchEvent(new Event("cell-shown", { bubbles: true }));
  }
});
