/* Lets the terminal have its styles without leave of the policy for styles that stand in a page.

   xterm.js writes style sheets into <style> elements, and colors of 24 bits into attributes; the policy of the panel stops
   both. Sheets and styles that a script makes as objects (CSSOM) need no such leave, so here the first become the second.
   Nothing else runs in this document. */

const createElement = document.createElement.bind(document);

document.createElement = (name, ...more) => {
  if (name !== "style") return createElement(name, ...more);
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const place = createElement("template"); // has no look, and can be put anywhere
  Object.defineProperty(place, "textContent", { set: (text) => sheet.replaceSync(text) });
  return place;
};

const { setAttribute } = Element.prototype;

Element.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value;
  else setAttribute.call(this, name, value);
};
