import { readFileSync, writeFileSync } from "node:fs";

/** Starts measuring again; only Linux can, elsewhere the peak is that since the start of the process. */
export function resetPeakMemory(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // not Linux
  }
}

/** The peak of this process's resident memory in bytes, as far as the system knows it. */
export function peakMemory(): number {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (found) return Number(found[1]) * 1024;
  } catch {
    // not Linux
  }
  return process.resourceUsage().maxRSS * 1024;
}
