/**
 * Many runs in worker processes: an append-only log with a line per finished run, keys, resuming, a lock, progress.
 *
 * @packageDocumentation
 */
export { peakMemory, resetPeakMemory } from "./peak-memory.js";
export { duration, progressView, type RunWords } from "./progress-view.js";
export { runKey } from "./run-key.js";
export { readRunLog, type LogLine } from "./run-log.js";
export { runSweep, type Keyed, type SweepOptions, type SweepOutcome } from "./run-sweep.js";
export { UsageError } from "./usage-error.js";
export { serveTasks } from "./worker-loop.js";
