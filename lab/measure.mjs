// node measure.mjs FOLDER: how long things take in the built lab, and how much is fetched, as lines of JSON. `cpu` is the
// time that the processor worked for it, which on a busy machine tells more than `seconds`.
import {description, start} from "./node.mjs";

const folder = process.argv[2];
const lab = description(folder);
const print = facts => console.log(JSON.stringify(facts));
print({what: "click", bytes: lab.click, state: lab.state.bytes, unpacked: lab.state.unpacked});

const encode = text => new TextEncoder().encode(text);
const FILES = {
  "Dockerfile": encode('FROM busybox:1.37\nENTRYPOINT ["echo"]\nCMD ["Hello World"]\n'),
  "ran/Dockerfile": encode("FROM debian:trixie-slim\nRUN echo hello >/greeting\n"),
  "compose.yaml": encode(
    "services:\n  web:\n    image: nginx:1.30\n    ports: ['8080:80']\n"
    + "  side:\n    image: busybox:1.37\n    command: sleep 600\n    init: true\n"),
};
const RUN = "docker run --rm busybox:1.37 echo hi";
const COMMANDS = [
  RUN, RUN, RUN, "docker ps --all", "docker build --quiet --tag greet .", "docker run --rm greet Docker",
  "docker build --quiet ran", "docker run --rm python:3.13-slim python -c 'print(1)'",
  "docker run --detach --name web --publish 8081:80 nginx:1.30", "until curl -fsS localhost:8081; do :; done | grep title",
  "docker exec web nginx -v", "docker rm --force web", "docker compose up --detach", "docker compose down --timeout 1", RUN,
];

const begun = performance.now();
const machine = await start(folder);
const restored = performance.now();
await machine.resize(30, 100);
const prompt = new Promise(done => machine.command = event => "status" in event && done());
await machine.open("greet", FILES);
await prompt;
print({what: "start", restored: (restored - begun) / 1000, prompt: (performance.now() - begun) / 1000});
let failed = false;
for (const command of COMMANDS) {
  const before = {...machine.disk.fetched}, used = process.cpuUsage();
  const {status, output, seconds} = await machine.run(command);
  const {parts, bytes} = machine.disk.fetched;
  failed ||= status !== 0;
  const {user, system} = process.cpuUsage(used);
  print({what: command, seconds: +seconds.toFixed(2), cpu: +((user + system) / 1e6).toFixed(2), status, parts: parts - before.parts, bytes: bytes - before.bytes,
    ...(status ? {output} : {})});
}
print({what: "memory of the process", bytes: process.memoryUsage.rss()});
process.exit(failed ? 1 : 0);
