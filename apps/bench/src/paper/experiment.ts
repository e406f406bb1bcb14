import type { Figure } from "../report/figure.js";
import type { Claim } from "./claims.js";
import type { PaperLine } from "./paper-line.js";
import type { Choice, PaperRun } from "./paper-run.js";

/** Lines that are shown together: one data set, and settings that differ by method and sparsity alone. */
export interface PaperGroup {
  /** Begins the names of files. */
  readonly stem: string;
  readonly dataset: PaperLine["dataset"];
  /** By method, width, sparsity and seed, in that order. */
  readonly lines: readonly PaperLine[];
}

/** One question to the paper, as data: which runs answer it, and how the answer is shown. */
export interface Experiment {
  readonly name: string;
  readonly title: string;
  /** What is done, and why; a paragraph. */
  readonly about: string;
  /** Runs that experiments share have equal keys, and are done once. */
  runs(choice: Choice): PaperRun[];
  /** The lines that the report shows here, whichever experiment asked for them. */
  select(lines: readonly PaperLine[]): PaperLine[];
  /** Where nothing can be drawn there is no figure. */
  figures(group: PaperGroup): Figure[];
  /** What was published, or measured by others, that the lines can be held against. */
  readonly claims: readonly Claim[];
  /** Where its runs depart from the publication, beyond what holds for all. */
  readonly differences?: readonly string[];
}
