"""What lab/machine.mjs does between the page and the emulator; here with an emulator that is none."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

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

ECHO = """
import {Machine} from "./lab/machine.mjs";

const listeners = {};
const queues = {4: {has_request: () => true}};
const machine = new Machine({
  v86: {cpu: {devices: {virtio_console: {virtio: {queues}}}}},
  bus: {send() {}},
  add_listener(name, listener) { listeners[name] = listener; },
}, {});
const says = text => listeners["virtio-console1-output-bytes"](new TextEncoder().encode(text));
const told = [];
const asked = machine.request("open", "").then(() => told.push("done"), error => told.push(error.message));
const refused = machine.request("size", 0, 0).catch(error => told.push(error.message));
says("1 open \\r\\n2 size 0 0\\r\\n");
await new Promise(done => setTimeout(done, 0));
const early = [machine.listens, ...told];
says("1 ok\\n2 error Invalid argument\\n");
await Promise.all([asked, refused]);
console.log(JSON.stringify({early, told, listens: machine.listens}));
"""

DAMAGED = """
import {Disk} from "./lab/machine.mjs";

const told = [], dropped = [];
let tries = 0;
const read = async () => new Uint8Array(1);
read.drop = file => dropped.push(file);
const zstd = {unpack: () => { if (!tries++) throw new Error("no"); return new Uint8Array(4); }};
const disk = new Disk({bytes: 4, chunk: 4, parts: "disk/", suffix: ".zst"}, read, zstd);
disk.trouble = error => told.push(error?.message ?? "over");
const got = await new Promise(done => disk.get(0, 4, done));
console.log(JSON.stringify({told, dropped, length: got.length}));
"""

# Every way in which two writes can cut what a command prints between its marks.
CUT = """
import {Machine} from "./lab/machine.mjs";

const listeners = {};
const machine = new Machine({add_listener(name, listener) { listeners[name] = listener; }}, {});
const whole = "\\x1b]133;C\\x07a\\x1b[1mb\\x1b[0m\\x1b]133;D;12\\x07";
const told = new Set();
for (let cut = 0; cut <= whole.length; cut++) {
  const events = [];
  machine.command = event => events.push(event);
  let output = "";
  machine.listeners = new Set([event => { output += event.output ?? ""; }]);
  for (const text of [whole.slice(0, cut), whole.slice(cut)])
    listeners["virtio-console0-output-bytes"](new TextEncoder().encode(text));
  told.add(JSON.stringify({events, output}));
}
console.log(JSON.stringify([...told].map(each => JSON.parse(each))));
"""

# Asked to go on before it has stopped; and a terminal that takes its time.
RESTING = """
import {Machine} from "./lab/machine.mjs";

const listeners = {};
const did = [];
const queues = {4: {has_request: () => true}};
const cpu = {
  current_tsc: [1, 2], devices: {virtio_console: {virtio: {queues}}},
  store_current_tsc() { did.push("store"); },
  set_tsc(...tsc) { did.push("set"); },
};
const machine = new Machine({
  v86: {cpu},
  bus: {send() { did.push("clock"); }},
  stop: () => new Promise(done => setTimeout(() => { did.push("stop"); done(); }, 50)),
  async run() { did.push("run"); },
  add_listener(name, listener) { listeners[name] = listener; },
}, {});
machine.pause();
machine.resume();
await new Promise(done => setTimeout(done, 150));
let taken;
machine.terminal = () => new Promise(done => { taken = done; });
listeners["virtio-console0-output-bytes"](new Uint8Array(7));
const before = machine.unseen;
taken();
await new Promise(done => setTimeout(done, 0));
console.log(JSON.stringify({did, before, after: machine.unseen}));
"""

# An emulator that is none, whose turns end when they like; and a terminal that is behind for a while.
TURNS = """
import {takeTurns} from "./lab/machine.mjs";

const did = [];
let behind = false;
const v86 = {
  unregister_yield: () => did.push("unregister"),
  yield_callback: turn => did.push(turn),
};
takeTurns(v86, () => behind);
const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));
v86.yield(0, 1);
const early = [...did];
await wait(20);
v86.yield(30, 2);
v86.yield(0, 3); // what comes before the time is up takes its place
await wait(60);
behind = true;
v86.yield(0, 4);
await wait(60);
const late = did.includes(4);
behind = false;
await wait(60);
console.log(JSON.stringify({early, did, late}));
process.exit(0);
"""

# One thread throws what can't be copied, answers falsely, or hands over what it has.
CALLS = """
import {connect} from "./lab/panel/calls.mjs";

const {port1, port2} = new MessageChannel();
const buffer = new ArrayBuffer(8);
const odd = {message: "odd", why() {}};
connect(port1, {
  odd() { throw odd; },
  async nothing() { throw undefined; },
  sum: (one, other) => one + other,
  give: () => buffer,
});
const call = connect(port2, {});
const failed = name => call(name).then(() => "no error", error => error?.message ?? "nothing");
const told = [await failed("odd"), await failed("nothing"), await failed("unknown"), await call("sum", 2, 3)];
told.push((await call("give")).byteLength, buffer.byteLength);
console.log(JSON.stringify(told));
process.exit(0);
"""


def answered(program: str) -> Any:
    """What a program under Node prints, read as JSON."""
    words = [str(_NODE), "--input-type=module", "--eval", program]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=patient(60))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_is_typed_faster_than_the_guest_reads_arrives_whole() -> None:
    assert answered(TYPING) == {"early": "1 clock 1\n", "whole": True}


def test_a_request_that_the_console_gives_back_is_no_answer() -> None:
    told = ["done", "the machine says: Invalid argument"]
    assert answered(ECHO) == {"early": [False], "told": told, "listens": True}


def test_a_damaged_part_of_the_disk_is_forgotten_and_asked_for_again() -> None:
    told = ["The part disk/0.zst arrived damaged.", "over"]
    assert answered(DAMAGED) == {"told": told, "dropped": ["disk/0.zst"], "length": 4}


def test_marks_are_seen_wherever_the_output_is_cut() -> None:
    events = [{"running": True}, {"running": False, "status": 12}]
    assert answered(CUT) == [{"events": events, "output": "a\x1b[1mb\x1b[0m"}]


def test_a_machine_that_is_asked_to_go_on_before_it_has_stopped_does_both_in_order() -> None:
    did = ["stop", "store", "set", "run", "clock"]
    assert answered(RESTING) == {"did": did, "before": 7, "after": 0}


def test_a_call_to_another_thread_ends_in_any_case() -> None:
    odd, nothing, unknown, *rest = answered(CALLS)
    assert [odd, nothing] == ["odd", "nothing"] and "not a function" in unknown
    assert rest == [5, 8, 0]


def test_the_emulator_gets_its_turns_and_waits_for_a_terminal_that_is_behind() -> None:
    told = {"early": ["unregister"], "did": ["unregister", 1, 3, 4], "late": False}
    assert answered(TURNS) == told
