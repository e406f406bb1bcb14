import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "../../pnpm.mjs";

const steps = 300;

/** The events of a file, but for the time of each: `{ step, summary }`. One that is not whole, at the end, is left out. */
function readEvents(path) {
  const bytes = readFileSync(path);
  const events = [];
  for (let at = 0; at + 12 <= bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at));
    const data = bytes.subarray(at + 12, at + 12 + length);
    at += 12 + length + 4; // length, its sum, data, their sum
    if (at > bytes.length) break;
    events.push(eventOf(data));
  }
  return events;
}

/** Event of TensorBoard: wall_time = 1 (double), step = 2 (varint), file_version = 3, summary = 5. */
function eventOf(data) {
  let step = 0;
  let at = data[0] === 0x09 ? 9 : 0;
  if (data[at] === 0x10) {
    let byte;
    let shift = 0;
    do {
      byte = data[++at];
      step += (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    at++;
  }
  return { step, summary: data.subarray(at).toString("hex") };
}

/** What all files of a run say, one after the other; the first event of each is its head. */
export function eventsIn(logs) {
  return readdirSync(logs)
    .map((name) => readEvents(join(logs, name)).slice(1))
    .filter((events) => events.length > 0)
    .sort(([a], [b]) => a.step - b.step)
    .flat();
}

const program = `
  import { mkdirSync } from "node:fs";
  import { join } from "node:path";
  import { setTimeout } from "node:timers/promises";
  import { tensorboardLog } from ${JSON.stringify(resolve(root, "packages/training/dist/tensorboard/index.js"))};
  import { eventsIn } from ${JSON.stringify(resolve(root, "scripts/crash/scenarios/tensorboard.mjs"))};
  const logs = join(process.argv[1], "logs");
  mkdirSync(logs, { recursive: true });
  const written = eventsIn(logs).length;
  const { scalars } = tensorboardLog(logs);
  for (let step = written; step < ${steps}; step++) {
    scalars({ loss: 1 / (step + 1), accuracy: step / ${steps} }, step);
    if (step % 5 === 0) await setTimeout(1);
  }
`;

export const tensorboard = {
  name: "tensorboard",
  about: "a log for TensorBoard that goes on in a new file",
  commands: (folder) => [{ args: ["--input-type=module", "-e", program, folder] }],
  check(folder) {
    if (!existsSync(join(folder, "logs"))) return;
    const found = eventsIn(join(folder, "logs")).map(({ step }) => step);
    if (found.some((step, index) => step !== index))
      throw new Error(`steps are lost or doubled: ${found.join(" ")}`);
  },
  result: (folder) => eventsIn(join(folder, "logs")),
};
