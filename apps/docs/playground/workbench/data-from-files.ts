import { datasetFromIdx, decodeIdx, splitDataset, type TrainTest } from "@reciprocal/datasets";
import { imageSide } from "../page/center-digit.js";

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Training and test data from MNIST's files, which may have any names: images and labels belong together if their numbers
 * are equal. Of two pairs the larger is for training; of one pair the last fifth is for testing. Files must be unpacked.
 *
 * @throws {Error} for images of another size than the pad draws, and files that form no pair, or more than two
 */
export function dataFromFiles(files: readonly NamedBytes[]): TrainTest {
  const read = files.map((file) => ({ ...file, shape: decodeIdx(file.bytes, { file: file.name }).shape }));
  for (const { name, shape } of read) {
    if (shape.length === 3 && !(shape[1] === imageSide && shape[2] === imageSide)) {
      throw new Error(
        `dataFromFiles: ${name}: images must be ${imageSide}×${imageSide}, got ${shape.slice(1).join("×")}`,
      );
    }
  }
  const pairs = read
    .filter(({ shape }) => shape.length === 3)
    .flatMap((images) =>
      read
        .filter(({ shape }) => shape.length === 1 && shape[0] === images.shape[0])
        .map((labels) =>
          datasetFromIdx(images.bytes, labels.bytes, {
            name: images.name,
            files: [images.name, labels.name],
          }),
        ),
    )
    .sort((a, b) => b.count - a.count);
  if (pairs.length === 2) return { train: pairs[0]!, test: pairs[1]! };
  if (pairs.length === 1) {
    const { train, heldOut } = splitDataset(pairs[0]!);
    return { train, test: heldOut };
  }
  throw new Error(
    `dataFromFiles: needs a file of images and one of labels, or two of each in different numbers, got ${read.map(({ name, shape }) => `${name} (${shape.join("×")})`).join(", ") || "no file"}`,
  );
}
