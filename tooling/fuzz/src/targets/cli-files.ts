import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeModel } from "@reciprocal/model";
import {
  diffNetworks,
  encodeNetwork,
  encodeSafetensors,
  networkToText,
  toSafetensors,
} from "@reciprocal/network";
import { encodeOnnx } from "@reciprocal/onnx";
import { networkOf, specOf } from "@reciprocal/test-networks";
import fc from "fast-check";
// not public: the command line gives only texts
import { denseNames } from "../../../../packages/cli/src/dense-names.js";
import { kindOfContent } from "../../../../packages/cli/src/file-kind.js";
import { type Input, readInput } from "../../../../packages/cli/src/read-input.js";
import { networkIn, type NetworkFile } from "../../../../packages/cli/src/read-network.js";
import {
  imageSize,
  positiveNumber,
  share,
  wholeNumbers,
  words,
} from "../../../../packages/cli/src/read-values.js";
import { anyByteDamage, joinBytes } from "../damage/bytes.js";
import { resealed } from "../damage/seal.js";
import { anyTextDamage } from "../damage/text.js";
import { checkError } from "../judge.js";
import { mustHold, type Target } from "../target.js";
import { models } from "./models.js";

const network = networkOf(3, specOf("dense", 2, { activation: "relu" }), specOf("spectral", 2));
const extensions = [".rcp", ".rcpd", ".txt", ".safetensors", ".onnx", ".bin", ""];
const files = [
  encodeNetwork(network),
  encodeModel(models.table),
  diffNetworks(network, network),
  Buffer.from(`${networkToText(network)}\n`),
  encodeSafetensors(toSafetensors(network)),
  encodeOnnx(network),
  encodeOnnx(network, { form: "dense" }),
  Buffer.from("a,b\n1,2\n"),
  Buffer.from('{"format":"layers-model"}'),
];

const folder = mkdtempSync(join(tmpdir(), "reciprocal-fuzz-"));

/** Which extension the file has, in one byte, and its bytes. */
const pathOf = (input: Uint8Array) => join(folder, `file${extensions[input[0]! % extensions.length]}`);

export const cliFiles: Target<Pick<Input, "kind"> & NetworkFile> = {
  name: "cli-files",
  inputs: fc
    .record({
      file: fc.nat(files.length - 1),
      other: fc.nat(files.length - 1),
      extension: fc.nat(extensions.length - 1),
      damage: anyByteDamage,
      repaired: fc.nat(2),
    })
    .map(({ file, other, extension, damage, repaired }) => {
      const bytes = damage(files[file]!, files[other]!);
      return joinBytes(Uint8Array.of(extension), repaired === 0 ? bytes : resealed(bytes));
    }),
  async read(input) {
    const path = pathOf(input);
    writeFileSync(path, input.subarray(1));
    const file = readInput(path);
    return { ...file, ...(await networkIn(file, { verify: false })) };
  },
  // one that says which file, of what the reader of that format may throw
  permits: (error) =>
    error.message.startsWith(folder) && /^(Error|UsageError)$/.test(error.name) && !isFault(rootOf(error)),
  memory: (input) => 300 * input.length + 16e6,
  check({ kind }, input) {
    const bytes = input.subarray(1);
    mustHold(kind === kindOfContent(pathOf(input), bytes), "must be of the kind that its content says");
  },
};

/** What a reader throws by mistake. */
const isFault = (error: Error) => /^(TypeError|RangeError|ReferenceError|SyntaxError)$/.test(error.name);

function rootOf(error: Error): Error {
  return error.name === "Error" && error.cause instanceof Error ? rootOf(error.cause) : error;
}

const options = [
  "20%",
  "0.2",
  "28x28",
  "28×28",
  "1,2,3",
  "fc1.weight,fc1.bias,relu;fc2.weight",
  "a.w,leaky-relu:0.2",
  "1e-3",
];

export const cliOptions: Target = {
  name: "cli-options",
  inputs: fc
    .tuple(fc.constantFrom(...options), anyTextDamage)
    .map(([text, damage]) => Buffer.from(damage(text))),
  read(input) {
    const text = Buffer.from(input).toString("utf8");
    const readers = [
      () => wholeNumbers("--hidden", text, 1),
      () => positiveNumber("--rate", text),
      () => share("--holdout", text),
      () => words("--names", text),
      () => imageSize("--size", text),
      () => denseNames(text),
    ];
    const results: unknown[] = [];
    let refused: unknown;
    for (const read of readers) {
      try {
        results.push(read());
      } catch (error) {
        checkError(cliOptions, error);
        refused ??= error;
      }
    }
    if (results.length === 0) throw refused as Error;
    return results;
  },
  permits: (error) => error.name === "UsageError",
};
