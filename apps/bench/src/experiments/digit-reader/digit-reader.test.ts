import { digits } from "@reciprocal/datasets";
import { documentMarkdown } from "@reciprocal/report";
import { describe, expect, it } from "vitest";
import { runsOf } from "../../example-lines.test-data.js";
import { chosenLine, fileOf, mostBytes, networkOf, type DigitReaderLine } from "./digit-reader-line.js";
import { digitReader } from "./digit-reader.js";
import { moves, movedImages } from "./move-images.js";
import { trainReader } from "./train-reader.js";

function lineOf(form: string, own: Partial<DigitReaderLine>): DigitReaderLine {
  const [run] = runsOf(digitReader, `--forms ${form}`);
  const counts = {
    trainedParameters: 4339,
    denseParameters: 63_610,
    fileBytes: 15_439,
    fileGzipBytes: 15_000,
  };
  const dense = { denseFileBytes: 254_611, denseFileGzipBytes: 236_000 };
  const accuracies = { testAccuracy: 0.95, movedTestAccuracy: 0.93, generatedAccuracy: 0.75, testLoss: 0.2 };
  const rest = {
    movedValidationAccuracy: 0.9,
    seconds: 1,
    engine: "engine 1.0.0",
    file: Buffer.from([1, 2, 3]).toString("base64"),
  };
  return { ...run!, ...counts, ...dense, ...accuracies, ...rest, ...own };
}

describe("chosenLine", () => {
  const lines = [
    lineOf("s-qr:80+s-qr:10", { movedValidationAccuracy: 0.92, testAccuracy: 0.99 }),
    lineOf("s-qr:75+spectral:300+s-qr:10", { movedValidationAccuracy: 0.93 }),
    lineOf("dense:100+dense:10", { movedValidationAccuracy: 0.98, fileBytes: mostBytes + 1 }),
  ];

  it("is the best on held-out images whose file is small enough, whatever the test set says", () => {
    expect(chosenLine(lines)).toBe(lines[1]);
    expect(chosenLine(lines.slice(2))).toBeUndefined();
  });

  it("gives the file beside the report, which names it", () => {
    expect(digitReader.files?.(lines)).toEqual({ "digits.rcp": Uint8Array.of(1, 2, 3) });
    expect(digitReader.files?.(lines.slice(2))).toEqual({});
    const blocks = digitReader.report(lines, { missing: [] });
    const markdown = documentMarkdown({ title: "", blocks }, "figures");
    expect(markdown).toContain("Chosen: s-qr 75, spectral 300, s-qr 10. Its file has 15,439 bytes");
    expect(markdown).toContain("| s-qr 75, spectral 300, s-qr 10 (chosen) | 0 | 4,339 | 15,439 |");
  });
});

describe("movedImages", () => {
  const side = 28;
  /** One white square of 8×8 pixels in the middle of each image. */
  const squares = (count: number) => ({
    ...{ name: "squares", count, features: side * side, shape: [side, side, 1], classes: 2 },
    labels: new Int32Array(count),
    inputs: Float32Array.from({ length: count * side * side }, (_, i) => {
      const [y, x] = [Math.floor(i / side) % side, i % side];
      return Number(y >= 10 && y < 18 && x >= 10 && x < 18);
    }),
  });

  it("keeps what it is given, and gives the same images for the same seed only", () => {
    const set = squares(3);
    const before = set.inputs.slice();
    const moved = movedImages(set, 5);
    expect(set.inputs).toEqual(before);
    expect(moved.inputs).toEqual(movedImages(set, 5).inputs);
    expect(moved.inputs).not.toEqual(movedImages(set, 6).inputs);
  });

  it("makes images larger and smaller, to the limits and not beyond", () => {
    const { inputs } = movedImages(squares(500), 1);
    const areas = Array.from({ length: 500 }, (_, i) =>
      inputs.subarray(i * side * side, (i + 1) * side * side).reduce((sum, value) => sum + value, 0),
    );
    // 64 times the square of the scale; linear means blur the edge by a little
    const [least, most] = [Math.min(...areas) / 64, Math.max(...areas) / 64];
    expect(least).toBeGreaterThan((1 - moves.scale) ** 2 * 0.97);
    expect(least).toBeLessThan((1 - moves.scale) ** 2 * 1.06);
    expect(most).toBeLessThan((1 + moves.scale) ** 2 * 1.03);
    expect(most).toBeGreaterThan((1 + moves.scale) ** 2 * 0.94);
  });
});

describe("trainReader", () => {
  it("learns digits, and counts the bytes of the file that it measures", async () => {
    const [run] = runsOf(digitReader, "--dataset digits --forms s-qr:20+s-qr:10 --epochs 10");
    const epochs: number[] = [];
    const onEpoch = ({ epoch }: { readonly epoch: number }) => void epochs.push(epoch);
    const result = await trainReader(run!, digits({ train: 1500, test: 200 }), { onEpoch });
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    // R of 20 and of 10 rows, λ_in and λ_out, biases
    expect(result.trainedParameters).toBe(210 + 55 + 784 + 20 + 20 + 10 + 30);
    expect(result.denseParameters).toBe(784 * 20 + 20 * 10 + 30);
    expect(result.testAccuracy).toBeGreaterThan(0.3); // a tenth by guessing
    expect(fileOf(result)).toHaveLength(result.fileBytes);
    expect(networkOf(result).inputShape).toEqual([784]);
    expect(result.denseFileBytes).toBeGreaterThan(4 * result.denseParameters);
    expect(result.denseFileGzipBytes).toBeLessThan(result.denseFileBytes);
  });
});
