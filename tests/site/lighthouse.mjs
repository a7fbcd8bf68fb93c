/* Asks Lighthouse about pages, one after another in one browser.
   Reads {"urls": [...], "categories": [...], "runs": 1, "flags": [...], "patience": 1} as its argument, the last of which
   multiplies how long it waits for a page and for the browser; writes one line of JSON for each run:
   {"url", "scores": {category: 0..100}, "failed": [{"category", "id", "title", "where"}]} */
import { killAll, launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { ProtocolSession } from "lighthouse/core/gather/session.js";

const { urls, categories, runs, flags, patience } = JSON.parse(process.argv[2]);
// A browser has 30 seconds to answer, and ends a script such as axe after 60. There is no setting for that.
const { sendCommand } = ProtocolSession.prototype;
ProtocolSession.prototype.sendCommand = function (method, ...params) {
  this.setNextProtocolTimeout(this.getNextProtocolTimeout() * patience);
  const longer = params.map((each) => (each?.timeout ? { ...each, timeout: each.timeout * patience } : each));
  return sendCommand.call(this, method, ...longer);
};
/* A picture of a whole page takes long, and says nothing here. Only the score for speed needs a phone's network, and a
   page that is watched for seconds after it has loaded. */
const settings = { disableFullPageScreenshot: true, logLevel: "error", maxWaitForFcp: 30_000 * patience, maxWaitForLoad: 45_000 * patience };
/* Only where it simulates the network does Lighthouse let these be shorter than five seconds each. With no pause at all
   after the first paint it would not wait for that paint. */
const atOnce = { throttlingMethod: "simulate", pauseAfterFcpMs: 1, pauseAfterLoadMs: 0, networkQuietThresholdMs: 100, cpuQuietThresholdMs: 100 };
if (!categories.includes("performance")) Object.assign(settings, atOnce);
process.on("exit", killAll); // also where Lighthouse breaks beside what is awaited
const chrome = await launch({
  chromePath: process.env.CHROME_PATH, chromeFlags: ["--headless", ...flags], maxConnectionRetries: 50 * patience,
});
try {
  for (let run = 0; run < runs; run += 1) {
    for (const url of urls) {
      const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: categories, ...settings });
      if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
      console.log(JSON.stringify({ url, scores: scores(lhr), failed: failed(lhr) }));
    }
  }
} finally {
  await chrome.kill();
}

function scores({ categories }) {
  return Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, Math.round(score * 100)]));
}

/* What counts for a score and is not whole; of performance every paint counts, so its score says enough. */
function failed({ categories, audits }) {
  return Object.values(categories).filter(({ id }) => id !== "performance").flatMap(({ id: category, auditRefs }) =>
    auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1).map(({ id }) => ({
      category, id, title: audits[id].title,
      where: (audits[id].details?.items ?? []).map((item) => item.node?.snippet ?? item.href ?? item.source?.url ?? "").filter(Boolean),
    })));
}
