import type { Comparison } from "../../claim.js";
import type { Figure } from "@reciprocal/report";
import type { Group } from "../../train/groups.js";
import type { PaperChoice, PaperLine, PaperRun } from "./paper-run.js";

/** Lines of one data set, with settings that differ by method and sparsity alone. */
export type PaperGroup = Group<PaperLine>;

/** A statement that lines can support or contradict. */
export interface QuestionClaim {
  readonly text: string;
  readonly source: string;
  /** One per place about which the lines say something. */
  readonly check: (group: PaperGroup) => Comparison[];
}

/** One question to the paper, as data: which runs answer it, and how the answer is shown. */
export interface Question {
  readonly name: string;
  readonly title: string;
  /** What is done, and why; a paragraph. */
  readonly about: string;
  /** Runs that questions share have equal keys, and are done once. */
  runs(choice: PaperChoice): PaperRun[];
  /** The lines that the report shows here, whichever question asked for them. */
  select(lines: readonly PaperLine[]): PaperLine[];
  /** Empty if there is nothing to draw. */
  figures(group: PaperGroup): Figure[];
  /** What was published, or measured by others, that the lines can be compared with. */
  readonly claims: readonly QuestionClaim[];
  /** How its runs differ from the publication, beyond what holds for all. */
  readonly differences?: readonly string[];
}
