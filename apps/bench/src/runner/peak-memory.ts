import { readFileSync, writeFileSync } from "node:fs";

/** Begins to measure anew; where the system cannot (all but Linux), the measure goes on from the start of the process. */
export function resetPeakMemory(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // stays as it is
  }
}

/** Most resident memory that this process held at a time, in bytes, as far as the system knows. */
export function peakMemory(): number {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (found) return Number(found[1]) * 1024;
  } catch {
    // not Linux
  }
  return process.resourceUsage().maxRSS * 1024;
}
