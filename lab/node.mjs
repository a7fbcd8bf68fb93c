// The lab's machine under Node: reads the built folder from disk. For checks and measurements.
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {Machine} from "./machine.mjs";

// What lab.json of this folder says.
export function description(folder) {
  return JSON.parse(readFileSync(join(folder, "lab.json")));
}

// A machine that runs, from the built lab in this folder.
export function start(folder) {
  const read = async (file, sha256) => {
    const bytes = new Uint8Array(await readFile(join(folder, file)));
    if (sha256 && createHash("sha256").update(bytes).digest("hex") !== sha256)
      throw new Error(`${join(folder, file)} is damaged. Build the lab anew: make lab`);
    return bytes;
  };
  return Machine.start(description(folder), read, {base: pathToFileURL(folder + "/")});
}
