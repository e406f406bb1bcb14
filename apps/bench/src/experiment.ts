import type { TrainTest } from "@reciprocal/datasets";
import type { DatasetName } from "@reciprocal/published";
import type { Block } from "@reciprocal/report";
import type { Claim } from "./claim.js";
import type { FieldsFor, FieldsOf, FieldTable } from "./fields.js";
import type { Choice, OptionTable } from "./options.js";
import type { Provenance } from "./provenance.js";
import type { TableName } from "./small-tables.js";

/** Everything that decides the result of a run, as plain data; its key is the hash of it. */
export interface Setting {
  readonly dataset: DatasetName | TableName;
  /** Of a small table it decides which samples are held out. */
  readonly seed?: number;
  readonly settings: {
    /** Training samples used, the first of the set; null means all. */
    readonly trainSamples: number | null;
    readonly testSamples: number | null;
  };
}

/** A setting with what identifies it. */
export type Run<Own extends Setting = Setting> = Own & {
  readonly experiment: string;
  /** Hash of the name of the experiment and the setting. */
  readonly key: string;
};

/** Of lines of any experiment nothing more is known. */
type NoFields = Readonly<Record<never, never>>;

/** A line of `runs.jsonl`: a run, its result, and how it came about. */
export type Line<Own extends Setting = Setting, Fields extends FieldTable = NoFields> = Run<Own> &
  FieldsOf<Fields> &
  Provenance;

/** What a run calls while it is at work. */
export interface RunContext {
  /** After every epoch, counted from 1 over the whole run. */
  readonly onEpoch: (report: { readonly epoch: number; readonly validationAccuracy?: number }) => void;
}

/** What a report is told besides its lines. */
export interface ReportContext {
  /** Runs without a line, in words. */
  readonly missing: readonly string[];
}

/**
 * An experiment, as data and functions: which runs it has, how one is done, what its line holds, and what is reported.
 * The rest is the same for all: options, help, worker processes, the log, progress, and writing the report.
 */
export interface Experiment<
  Options extends OptionTable = OptionTable,
  Own extends Setting = Setting,
  Fields extends FieldTable = NoFields,
> {
  /** The command, and the folder under `runs/`. */
  readonly name: string;
  /** Of the report. */
  title(lines: readonly Line<Own, Fields>[]): string;
  /** One line for `list` and `--help`. */
  readonly about: string;
  /** Its options; those that all experiments have are added. */
  readonly parameters: Options;
  /** What `--quick` does, if parameters have other defaults with it. */
  readonly quick?: {
    readonly about: string;
    /** Printed below the results. */
    readonly note?: string;
  };
  /** Whether lines have times that are compared: runs are then done one at a time, unless told otherwise. */
  readonly isTimed?: boolean;

  /** The runs, those that take longest first. */
  runs(choice: Choice<Options>): readonly Own[];
  /** Fields of a setting that change no result and so are not part of the key. */
  readonly unkeyed?: readonly string[];
  /** Does one run, in a worker process. */
  run(
    run: Run<Own>,
    data: TrainTest,
    context: RunContext,
  ): Promise<Omit<FieldsOf<Fields>, keyof Own | keyof Provenance>>;
  /** What the fields of a setting hold, all of them, for the check of lines. */
  readonly setting: FieldsFor<Own>;
  /** The fields of a result; a line has these, those of its setting and its provenance, and no others. */
  readonly line: Fields;
  /** Whether a line is of today's code. Others are ignored. Default: yes. */
  isCurrent?(line: Line<Own, Fields>): boolean;
  /** Whether a line has everything that a run with its key asks for. Default: yes. */
  isEnough?(line: Line<Own, Fields>, run: Run<Own>): boolean;

  /** A run in a few words, such as `s-qr 200, seed 1`. */
  describe(run: Own): string;
  /** A result in a few words. */
  result(line: Line<Own, Fields>): string;
  /** Maximum number of epochs of a run, over all its trainings. */
  epochs(run: Own): number;
  /** How long a run takes, in any unit. */
  cost?(run: Own): number;
  /** Said before the first run begins, if it is not undefined. */
  announce?(
    runs: readonly Own[],
    lines: readonly Line<Own, Fields>[],
    jobs: number,
  ): string | undefined | Promise<string | undefined>;

  /** Begins with texts that introduce it; what `notes.md` in the folder says is put behind them. */
  report(lines: readonly Line<Own, Fields>[], context: ReportContext): Block[];
  /** Files, by name, that are made of the lines and written beside the report. */
  files?(lines: readonly Line<Own, Fields>[]): Readonly<Record<string, Uint8Array>>;
  /** Printed when the command ends: what the runs that it was asked for say. */
  summary?(lines: readonly Line<Own, Fields>[]): Block[];
  /** Statements with what all lines of the folder say about them: printed, and in the report only if `report` shows them. */
  claims?(lines: readonly Line<Own, Fields>[]): Claim[];
}

/** Gives an experiment back; infers its types. */
export function defineExperiment<
  const Options extends OptionTable,
  Own extends Setting,
  const Fields extends FieldTable,
>(experiment: Experiment<Options, Own, Fields>): Experiment<Options, Own, Fields> {
  return experiment;
}
