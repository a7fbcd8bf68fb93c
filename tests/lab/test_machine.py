"""What lab/machine.mjs does between the page and the emulator; here with an emulator that is none."""

import json
import subprocess
import sys
from pathlib import Path

from macros.problems import ROOT
from tests.patience import patient

_NODE = Path(sys.prefix) / "bin" / "node"
# Like v86's console: as many buffers as the guest has given, and what finds none is lost. The guest is slow.
TYPING = """
import {Machine} from "./lab/machine.mjs";

const got = ["", ""];
const free = {0: 3, 4: 3};
const queues = Object.fromEntries(Object.keys(free).map(place => [place, {has_request: () => free[place] > 0}]));
const emulator = {
  v86: {cpu: {devices: {virtio_console: {virtio: {queues}}}}},
  bus: {send(name, bytes) {
    const port = Number(name.match(/\\d/)[0]), place = port ? 2 * port + 2 : 0;
    if (!free[place]) return;
    free[place] -= 1;
    got[port] += new TextDecoder().decode(bytes);
  }},
  add_listener() {},
};
const machine = new Machine(emulator, {});
const refill = setInterval(() => { free[0] = Math.min(3, free[0] + 1); }, 2);
const letters = Array.from({length: 100}, (_, place) => String.fromCharCode(97 + place % 26));
const typed = letters.map(letter => machine.type(letter));
machine.request("clock", 1); // is not behind what is typed
await new Promise(done => setTimeout(done, 0));
const early = got[1];
await Promise.all(typed);
await machine.type("x".repeat(1000));
clearInterval(refill);
console.log(JSON.stringify({early, whole: got[0] === letters.join("") + "x".repeat(1000)}));
"""


def test_what_is_typed_faster_than_the_guest_reads_arrives_whole() -> None:
    words = [str(_NODE), "--input-type=module", "--eval", TYPING]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=patient(60))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"early": "1 clock 1\n", "whole": True}
