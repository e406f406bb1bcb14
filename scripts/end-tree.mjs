import { setTimeout } from "node:timers/promises";
import { descendantsOf, isThere } from "./ancestors.mjs";
import { processTable } from "./process-table.mjs";

// node end-tree.mjs <pid>: ends a process and all below it. What it started itself is asked first, and what that started is
// left to it; what is still there after a while is killed.

/** How long they may take to end in order, such as by writing a report, in milliseconds. */
const patience = 5000;

const pid = Number(process.argv[2]);
const known = new Map();
const asked = new Set();
for (const start = performance.now(); performance.now() - start < patience; await setTimeout(200)) {
  const table = processTable();
  for (const one of [table.get(pid) ?? [], descendantsOf(pid, table)].flat()) {
    known.set(one.pid, one);
    if (one.parent === pid && one.pid !== process.pid && !asked.has(one.pid)) kill(one.pid, "SIGTERM");
    asked.add(one.pid);
  }
  known.delete(process.pid);
  if (![...known.values()].some((one) => isThere(one, table))) break;
}
const table = processTable();
for (const one of known.values()) {
  if (!isThere(one, table)) continue;
  // also what was begun since
  for (const { pid } of [one, ...descendantsOf(one.pid, table)])
    if (pid !== process.pid) kill(pid, "SIGKILL");
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // has ended meanwhile
  }
}
