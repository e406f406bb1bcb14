import { cpus } from "node:os";
import { peakMemory, resetPeakMemory } from "@reciprocal/sweeps";
import { count, duration, moment, optional, recordOf, text, type FieldsOf } from "./fields.js";
import { versions } from "./versions.js";

export const provenanceFields = {
  versions: optional(recordOf(text)),
  startedAt: optional(moment),
  finishedAt: optional(moment),
  /** Processor time of the whole run, which a busy machine does not lengthen as it does the time on the clock. */
  cpuSeconds: optional(duration),
  /** The peak of the process's memory since the run began, data included, in bytes. */
  peakMemory: optional(count),
  /** Model of the processor. */
  cpu: optional(text),
};

/** How a line came about. Older lines have less of it. */
export type Provenance = FieldsOf<typeof provenanceFields>;

/** Begins to measure; the function that it returns ends it. */
export function startProvenance(): () => Required<Provenance> {
  const startedAt = new Date().toISOString();
  const before = process.cpuUsage();
  resetPeakMemory();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return {
      versions: versions(),
      startedAt,
      finishedAt: new Date().toISOString(),
      cpuSeconds: (user + system) / 1e6,
      peakMemory: peakMemory(),
      cpu: cpus()[0]?.model ?? "unknown",
    };
  };
}

/** What computed the lines, in a sentence. */
export function provenanceText(
  lines: readonly (Pick<Provenance, "versions" | "finishedAt"> & { readonly engine: string })[],
): string {
  const all = (value: (line: (typeof lines)[number]) => string | undefined) =>
    [...new Set(lines.map((line) => value(line) ?? "unknown"))].join(", ");
  const engines = all((line) => line.engine);
  const nodes = all((line) => line.versions?.node);
  const commits = all((line) => line.versions?.commit);
  const last = lines
    .flatMap((line) => line.finishedAt ?? [])
    .sort()
    .at(-1);
  const end = last === undefined ? "" : `; the last finished at ${last}`;
  return `${lines.length} runs on ${engines}, Node ${nodes}, commit ${commits}${end}.`;
}
