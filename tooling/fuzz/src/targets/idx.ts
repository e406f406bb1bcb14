import { gzipSync } from "node:zlib";
import { DatasetFormatError, datasetFromIdx, decodeIdx, type IdxArray } from "@reciprocal/datasets";
import { damaged, joinBytes } from "../damage/bytes.js";
import { checkError } from "../judge.js";
import { mustHold, type Target } from "../target.js";

const idx = (type: number, shape: readonly number[], data: Uint8Array) => {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, type, shape.length]);
  shape.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  return joinBytes(header, data);
};
const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => i % 10);

const labels = idx(8, [3], bytes(3));
const images = idx(8, [3, 2, 2], bytes(12));
const plain = [
  images,
  labels,
  idx(9, [4], bytes(4)),
  ...[0x0b, 0x0c, 0x0d, 0x0e].map((type, at) => idx(type, [2, 2], bytes(4 * [2, 4, 4, 8][at]!))),
  idx(0x0c, [3, 8], bytes(96)),
  idx(8, [0], bytes(0)),
];

const permits = (error: Error) => error instanceof DatasetFormatError;

export const idxFile: Target<IdxArray> = {
  name: "idx",
  inputs: damaged([...plain, ...plain.map((file) => gzipSync(file))]),
  read: (input) => decodeIdx(input, { maxBytes: 10_000 }),
  permits,
  check({ shape, data }, input) {
    mustHold(
      data.length === shape.reduce((product, size) => product * size, 1),
      "must have as many numbers as its shape",
    );
    mustHold(
      data.byteLength <= 10_000 || data.byteLength <= input.length,
      "must not unpack to more than is allowed",
    );
    for (const read of [
      () => datasetFromIdx(input, labels),
      () => datasetFromIdx(images, input, { firstLabel: 0 }),
    ]) {
      try {
        const dataset = read();
        mustHold(dataset.labels.length === dataset.count, "must have a label for every sample");
        mustHold(dataset.inputs.length === dataset.count * dataset.features, "must have all features");
      } catch (error) {
        checkError({ permits }, error);
      }
    }
  },
};
