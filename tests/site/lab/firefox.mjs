/* Opens an example in the lab in Firefox, and presses the button of its first command.
   Reads {"firefox": path, "url": of the page, "name": of the example, "seconds"} as its argument; writes a line of JSON:
   {"version", "prompt": seconds from the click to the prompt, "lines": what the terminal shows in the end}. */
import puppeteer from "puppeteer-core";

const { firefox, url, name, seconds } = JSON.parse(process.argv[2]);
const patient = { timeout: seconds * 1000, polling: 100 };
const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true, protocolTimeout: seconds * 1000 });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(patient.timeout);
  await page.goto(url, { waitUntil: "domcontentloaded" });
  await page.locator(`[data-lab='${name}']`).click();
  const frame = await (await page.waitForSelector("iframe.lab")).contentFrame();
  await frame.waitForSelector("#start:not([hidden])");
  const clicked = performance.now();
  await frame.$eval("#start", (button) => button.click());
  /* Whether its first command can be pressed. */
  const idle = (can) => frame.waitForFunction(
    (wanted) => document.querySelector("#commands button")?.ariaDisabled === wanted, patient, String(!can));
  const shown = (folder) => frame.waitForFunction(
    (text) => document.querySelector(".xterm-rows")?.textContent.includes(text), patient, folder);
  await shown(`~/${name.split("/")[1]} $`);
  const prompt = (performance.now() - clicked) / 1000;
  await idle(true);
  await frame.$eval("#commands button", (button) => button.click());
  await idle(false);
  await idle(true);
  const rows = await frame.$$eval(".xterm-rows > div", (all) => all.map((row) => row.textContent.replaceAll("\u00a0", " ").trimEnd()));
  console.log(JSON.stringify({ version: await browser.version(), prompt, lines: rows.filter(Boolean) }));
} finally {
  await browser.close();
}
