import { spawnSync } from "node:child_process";

// a Python that has the package `tensorboard` of PyPI; it must have it if it is named
const named = process.env.RECIPROCAL_TENSORBOARD_READER;
const python = named ?? "python3";

/** Whether tests that need TensorBoard's own reader run: if there is one, and if one is named, so that they then fail. */
export function runsTensorboardTests(): boolean {
  return (
    named !== undefined || spawnSync(python, ["-c", "import tensorboard"], { stdio: "ignore" }).status === 0
  );
}

// the reader of the files compares both CRCs of every record
const program = `
import json, sys
from tensorboard.backend.event_processing import event_accumulator, event_file_loader
folder, file = sys.argv[1:]
events = list(event_file_loader.EventFileLoader(file).Load())
accumulator = event_accumulator.EventAccumulator(folder)
accumulator.Reload()
print(json.dumps({
    "version": accumulator.file_version,
    "events": len(events),
    "scalars": {
        tag: [[event.step, event.value] for event in accumulator.Scalars(tag)]
        for tag in accumulator.Tags()["scalars"]
    },
}))
`;

/** What TensorBoard finds in a log. */
export interface TensorboardReport {
  readonly version: number;
  /** In the one file. */
  readonly events: number;
  /** Steps and values of each tag, in the whole folder. */
  readonly scalars: Readonly<Record<string, readonly (readonly [step: number, value: number])[]>>;
}

/** @throws {Error} with what Python wrote */
export function readWithTensorboard(folder: string, file: string): TensorboardReport {
  const { status, stdout, stderr, error } = spawnSync(python, ["-c", program, folder, file], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`readWithTensorboard: ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as TensorboardReport;
}
