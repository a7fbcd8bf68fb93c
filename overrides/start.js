/* Runs before anything is painted: the colors that the reader has chosen. Kept small, since every page holds it. */
try { const scheme = localStorage.getItem("scheme"); if (scheme) document.documentElement.dataset.scheme = scheme; } catch {}
