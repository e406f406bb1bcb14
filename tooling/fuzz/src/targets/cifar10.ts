import { type Dataset, DatasetFormatError, decodeCifar10 } from "@reciprocal/datasets";
import { damaged, joinBytes } from "../damage/bytes.js";
import { mustHold, type Target } from "../target.js";

const record = (label: number) =>
  joinBytes(
    Uint8Array.of(label),
    Uint8Array.from({ length: 3072 }, (_, i) => (i * label) % 256),
  );
const whole = (bytes: Uint8Array) => bytes.subarray(0, bytes.length - (bytes.length % 3073));

export const cifar10: Target<Dataset> = {
  name: "cifar10",
  inputs: damaged([record(0), joinBytes(record(3), record(9))], whole),
  read: (input) => decodeCifar10([input, record(1)]),
  permits: (error) => error instanceof DatasetFormatError,
  check({ inputs, labels, count, features }, input) {
    mustHold(count === 1 + input.length / 3073, "must have a sample for each record");
    mustHold(
      inputs.length === count * features && labels.every((label) => label >= 0 && label < 10),
      "must be whole",
    );
    mustHold(
      inputs.every((value) => value >= 0 && value <= 1),
      "must have pixels from 0 to 1",
    );
  },
};
