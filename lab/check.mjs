// node check.mjs FOLDER <JOB: runs the commands of one example in a new machine of the built lab.
//
// The job is JSON: {name, files: {path: {base64, executable}}, rows, columns, first, commands: [{text, seconds, inputs}]};
// an input is {prompt, text}: once what the command printed ends as the pattern `prompt` says, `text` is typed.
// A line of JSON tells how each command went: {pieces, status, seconds, waited}. `pieces` is what the terminal got, cut
// where something was typed; `waited` of the seconds no processor was free. A command that has not ended has no status,
// and is the last.
import {readFileSync} from "node:fs";
import {start} from "./node.mjs";

const BEGAN = "\x1b]133;C\x07", ENDED = "\x1b]133;D;";
const START = 600; // seconds for what comes before the first command
const MOMENT = 300; // ms: a program that has shown its prompt needs a moment until a signal finds it waiting

const job = JSON.parse(readFileSync(0, "utf8"));
const print = facts => process.stdout.write(JSON.stringify(facts) + "\n");

// Seconds that this thread could have run, but another program had the processor; 0 where the system doesn't say.
function waited() {
  try {
    return Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[1]) / 1e9;
  } catch {
    return 0;
  }
}

// Run one command, and answer its prompts.
async function perform(machine, {text, seconds, inputs}) {
  const decoder = new TextDecoder();
  const questions = inputs.map(({prompt, text: answer}) => ({prompt: new RegExp(prompt), answer}));
  const pieces = [];
  let seen = "", from = -1, coming = 0, timer;
  machine.terminal = bytes => {
    seen += decoder.decode(bytes, {stream: true});
    if (from < 0) from = seen.includes(BEGAN) ? seen.indexOf(BEGAN) + BEGAN.length : -1;
    if (from < 0 || !questions.length || !questions[0].prompt.test(seen.slice(from))) return;
    pieces.push(seen.slice(from));
    from = seen.length;
    const {answer} = questions.shift();
    coming++;
    timer = setTimeout(() => {
      coming--;
      machine.type(answer);
    }, MOMENT);
  };
  const before = {time: performance.now(), waited: waited()};
  const ended = await machine.run(text, {seconds}).catch(() => ({}));
  clearTimeout(timer);
  const rest = from < 0 ? "" : seen.slice(from);
  pieces.push(rest.includes(ENDED) ? rest.slice(0, rest.indexOf(ENDED)) : rest);
  return {pieces, status: ended.status, unanswered: questions.length + coming,
    seconds: (performance.now() - before.time) / 1000, waited: waited() - before.waited};
}

// Whether a command of those that come first failed: then the example can't be judged.
async function failed(machine, command) {
  return machine.run(command).then(({status}) => status !== 0, () => true);
}

const late = setTimeout(() => {
  console.error(`The machine has not started within ${START} s.`);
  process.exit(1);
}, START * 1000);
try {
  const machine = await start(process.argv[2]);
  await machine.resize(job.rows, job.columns);
  const prompt = new Promise(done => { machine.command = event => "status" in event && done(); });
  const files = Object.entries(job.files).map(
    ([path, {base64, executable}]) => [path, {bytes: new Uint8Array(Buffer.from(base64, "base64")), executable}]);
  await machine.open(job.name, Object.fromEntries(files));
  await prompt;
  for (const command of job.first) if (await failed(machine, command)) process.exit(0);
  clearTimeout(late);
  for (const command of job.commands) {
    const told = await perform(machine, command);
    print(told);
    if (told.status === undefined) break;
  }
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
