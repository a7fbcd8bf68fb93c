/* "Try it" opens the lab below a run, in a frame (lab/panel/). Until the click nothing of it is asked for. */
(() => {
  const panel = new URL("../lab/panel.html", document.currentScript.src);
  for (const button of document.querySelectorAll(".tx [data-lab]")) {
    const run = button.closest(".tx").querySelector(".tx-run").ariaLabel;
    button.ariaLabel = `Try it (${run.slice(run.indexOf(":") + 2)})`; // there are many on a page
  }
  addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-lab]");
    if (!button) return;
    const place = button.closest(".tx, .lab-start");
    const address = `${panel}#${button.dataset.lab}`;
    let frame = document.querySelector("iframe.lab");
    document.querySelector("p.lab")?.remove();
    if (frame && (frame.previousElementSibling === place || place.parentNode.moveBefore)) {
      // One machine for a page: it goes on, and gets the files of the other example.
      if (frame.previousElementSibling !== place) place.parentNode.moveBefore(frame, place.nextSibling);
      frame.contentWindow.location.replace(address);
    } else {
      // Where a browser can't move a frame as it is, the machine starts anew.
      frame?.remove();
      frame = document.createElement("iframe");
      frame.className = "lab";
      frame.title = "A real Docker in this tab";
      frame.src = address;
      frame.addEventListener("load", () => {
        // A page that a browser has kept may be there without a network; then the answer is another page, or none.
        if (frame.contentDocument?.body?.id === "lab") return;
        const note = document.createElement("p");
        note.className = "lab";
        note.role = "alert";
        note.textContent = "The lab could not be loaded. It needs the network to start.";
        frame.replaceWith(note);
      });
      place.after(frame);
    }
    frame.focus();
  });
})();
