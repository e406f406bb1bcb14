import process from "node:process";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";

// node --expose-gc run-part.mjs <module> <factor>: does the turns of a part in slices and prints, as JSON, the memory after
// each. A process of its own, so that no other part is in its memory.

const slices = 50;
const [file, factor] = process.argv.slice(2);
const { turns, seconds, start } = await import(pathToFileURL(file));
const share = Number(factor) / slices;

const { turn, end } = await start();
const memory = [];
let i = 0;
const began = performance.now();
for (let slice = 1; slice <= slices; slice++) {
  const isOver = () =>
    turns === undefined
      ? performance.now() - began >= 1000 * seconds * share * slice
      : i >= Math.max(slice, Math.round(turns * share * slice));
  do await turn(i++);
  while (!isOver());
  memory.push(await measure());
}
await end();
process.stdout.write(JSON.stringify({ turns: i, seconds: (performance.now() - began) / 1000, memory }));

/** In bytes, after everything that nobody holds is gone: native memory too, whose finalizers run later. */
async function measure() {
  for (let again = 0; again < 3; again++) {
    globalThis.gc();
    await setImmediate();
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed, buffers: external };
}
