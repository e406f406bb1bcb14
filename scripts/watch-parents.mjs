import { spawn } from "node:child_process";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ancestorsOf } from "./ancestors.mjs";
import { processNow, processTable } from "./process-table.mjs";

// A thread of end-with-parents.mjs.

/** How often it is looked, in milliseconds. */
const every = 500;

const isLinux = process.platform === "linux";
const above = ancestorsOf(process.pid, isLinux ? { get: processNow } : processTable());
if (above.length > 0) {
  while (isComplete()) await setTimeout(every);
  // a program of its own, since this one may end before what it started has
  const program = fileURLToPath(new URL("end-tree.mjs", import.meta.url));
  spawn(process.execPath, [program, String(process.pid)], { detached: true, stdio: "ignore" }).unref();
}

/** Only Linux says cheaply whether a number is still that of the same process. */
function isComplete() {
  return above.every(({ pid, start }) => (isLinux ? processNow(pid)?.start === start : exists(pid)));
}

function exists(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}
