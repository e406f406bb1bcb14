import { methods } from "../published-settings.js";
import { checkTrainingLine } from "../train/check-training-line.js";
import type { TrainingResult } from "../train/training-run.js";
import { protocols, type PaperRun } from "./paper-run.js";
import type { LayerSpectra } from "./spectra.js";

/** One line of `runs.jsonl`: a run, what came out, and what it took. */
export interface PaperLine extends PaperRun, TrainingResult {
  readonly startedAt: string;
  /** Time of the processor for the whole run, which a busy machine does not lengthen as it does `seconds`. */
  readonly cpuSeconds: number;
  /** Most memory that the process held at a time from reading the data on, in bytes. */
  readonly peakMemory: number;
  /** Model of the processor. */
  readonly cpu: string;
  /** Of a run that was to keep them. */
  readonly spectra?: readonly LayerSpectra[];
}

/**
 * The lines of this program among all lines of a log, one per key (the last). Lines of another version of the
 * code are left out, whatever is in them.
 *
 * @throws {Error} when a line cannot be used; says where, after `path`
 */
export function paperLines(lines: readonly Readonly<Record<string, unknown>>[], path: string): PaperLine[] {
  const byKey = new Map<string, PaperLine>();
  lines.forEach((line, index) => {
    if (line.experiment !== "paper") return;
    const where = `${path}: line ${index + 1}`;
    const { key, protocol, version, cpuSeconds, peakMemory, cpu } = line as unknown as PaperLine;
    if (typeof key !== "string" || !Object.hasOwn(protocols, protocol)) {
      const known = Object.keys(protocols).join(", ");
      throw new Error(`${where}: needs a key and a protocol of ${known}, got ${JSON.stringify(protocol)}`);
    }
    if (version !== protocols[protocol].version) return;
    checkTrainingLine(line, [...methods, "alternating"], where);
    for (const [name, value] of Object.entries({ cpuSeconds, peakMemory })) {
      if (Number.isFinite(value)) continue;
      throw new Error(`${where}: ${name} must be a number, got ${JSON.stringify(value)}`);
    }
    if (typeof cpu !== "string") {
      throw new Error(`${where}: cpu must be a word, got ${JSON.stringify(cpu)}`);
    }
    byKey.set(key, line as unknown as PaperLine);
  });
  return [...byKey.values()];
}
