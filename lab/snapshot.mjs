// node snapshot.mjs PROGRAM KERNEL INITRAMFS DISK COMMAND_LINE HARDWARE STATE
//
// Boots the machine, warms it up, and saves it. What the saved memory holds is what readers fetch before their first
// prompt, so the art is to have in it all that the first commands touch, and nothing else.
import {readFileSync, statSync, openSync, readSync, writeFileSync} from "node:fs";
import {pathToFileURL} from "node:url";
import {Disk, Machine, tune} from "./machine.mjs";

const [program, kernel, initramfs, diskFile, cmdline, hardware, target] = process.argv.slice(2);
const buffer = file => ({buffer: new Uint8Array(readFileSync(file)).buffer});
const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

const CHUNK = 262144;
const START = 600; // seconds; an idle machine takes 60
const file = openSync(diskFile);
const slice = name => {
  const part = new Uint8Array(CHUNK);
  readSync(file, part, 0, CHUNK, Number(name) * CHUNK);
  return part;
};
const disk = new Disk(
  {bytes: statSync(diskFile).size, chunk: CHUNK, parts: "", suffix: ""}, async name => slice(name), {unpack: part => part});

const {machine: options, jit} = JSON.parse(readFileSync(hardware));
const {V86} = await import(pathToFileURL(`${program}/v86.mjs`));
const emulator = new V86({
  ...options,
  autostart: false,
  wasm_path: `${program}/wasm.wasm`,
  bios: buffer(`${program}/bios.bin`),
  vga_bios: buffer(`${program}/vga.bin`),
  bzimage: buffer(kernel),
  initrd: buffer(initramfs),
  cmdline,
  hda: disk,
});
await new Promise(loaded => emulator.add_listener("emulator-loaded", loaded));
tune(emulator, jit);
const machine = new Machine(emulator, disk);
let log = "";
emulator.add_listener("serial0-output-byte", byte => log += String.fromCharCode(byte));

const begun = performance.now();
const say = text => console.log(`${((performance.now() - begun) / 1000).toFixed(0)} s: ${text}`);
// Run a command; one that fails ends the build.
async function run(command) {
  const {status, output, seconds} = await machine.run(command);
  say(`${command}  (${seconds.toFixed(1)} s)`);
  if (status) throw new Error(`\`${command}\` failed with status ${status}: ${output}`);
  return output;
}

const RUN = "docker run --rm busybox:1.37 echo hi";
const LOOK = "docker ps --all; docker images";
const BUILD = "docker build --quiet --tag warm warm && docker run --rm warm && docker rmi warm";
const SERVE = [
  "docker run --detach --name warm --publish 8080:80 busybox:1.37 httpd -f -p 80 -h /etc",
  "wget -qO- http://127.0.0.1:8080/passwd",
  "docker logs warm; docker exec warm ps; docker stop --timeout 1 warm; docker rm warm",
];
const TURNS = 3;
const MEMORY = "grep -E '^(MemFree|Cached|AnonPages|Mapped|Shmem|Slab|PageTables):' /proc/meminfo";
async function everything() {
  for (const command of [RUN, LOOK, BUILD, ...SERVE]) await run(command);
}

async function warm() {
  await run("until docker version >/dev/null 2>&1; do sleep 1; done");
  await run(String.raw`mkdir warm; printf 'FROM busybox:1.37\nENTRYPOINT ["echo"]\nCMD ["Hello"]\n' >warm/Dockerfile`);
  await everything();
  // Give back all that the start alone has needed. Reclaiming takes mapped programs too, which drop_caches leaves.
  const groups = ["init", "docker", "system.slice"].map(name => `/sys/fs/cgroup/${name}/memory.reclaim`).join(" ");
  await run(`sync; for turn in 1 2 3 4 5 6; do for group in ${groups}; do echo 150M >$group; done; done 2>/dev/null; true`);
  await run("echo 3 >/proc/sys/vm/drop_caches");
  say(await run(MEMORY));
  // Then do it again. Some times, since a program of Go takes another way each time.
  for (let turn = 0; turn < TURNS; turn++) {
    await everything();
    for (const command of [RUN, LOOK, RUN, RUN]) await run(command);
  }
  // What a reader's first prompt asks of the control program.
  await machine.request("open", "");
  await machine.request("clock", Math.floor(Date.now() / 1000));
  await machine.request("seed", "00");
  await machine.request("size", 24, 80);
  await run("rm -r warm; echo 32 >/sys/block/sda/queue/read_ahead_kb");
  // Free memory is full of old content; as zeros it costs nothing. With its usual reserve the kernel would make room for
  // the zeros by forgetting what the next run needs.
  await run("reserve=$(</proc/sys/vm/min_free_kbytes); echo 256 >/proc/sys/vm/min_free_kbytes");
  await run("mount -o remount,size=100% /dev/shm; free=$(awk '/MemFree/ {print int($2 / 1024) - 2}' /proc/meminfo); "
    + "dd if=/dev/zero of=/dev/shm/zeros bs=64K count=$((16 * free)) 2>/dev/null; rm -f /dev/shm/zeros; mount -o remount,size=50% /dev/shm");
  await run("echo $reserve >/proc/sys/vm/min_free_kbytes");
  say(`forgotten pages: ${await run("awk '/^pgsteal_(kswapd|direct) / {sum += $2} END {print sum}' /proc/vmstat")}`);
  say(await run(MEMORY));
  // The next shell waits for the name of its folder, which the page gives.
  await machine.type("rm /run/lab/shell; exit\n");
  await sleep(3000);
}

try {
  await emulator.run();
  // The control program may not listen yet.
  const asked = setInterval(() => machine.request("size", 24, 80).catch(() => {}), 2000);
  for (const end = performance.now() + START * 1000; !machine.listens; await sleep(100))
    if (performance.now() > end) throw new Error(`The machine has not started within ${START} s.`);
  clearInterval(asked);
  say("started");
  await machine.request("open", "");
  await warm();
  await emulator.stop();
  const state = new Uint8Array(await emulator.save_state());
  writeFileSync(target, state);
  say(`saved ${state.length} bytes; the disk gave ${disk.fetched.parts} parts`);
  process.exit(0);
} catch (error) {
  console.error(`${error.message}\nThe end of the guest's messages:\n${log.slice(-2000)}`);
  process.exit(1);
}
