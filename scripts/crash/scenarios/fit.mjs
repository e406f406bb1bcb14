import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { decodeCheckpoint } from "../../../packages/training/dist/index.js";
import { root } from "../../pnpm.mjs";

const script = resolve(root, "packages/training/src/testing/train-to-file.mjs");
const settings = {
  layer: { kind: "s-qr", units: 30, sparsity: 0.5 },
  optimizer: { kind: "adam", learningRate: 0.01 },
  epochs: 60,
};

export const fit = {
  name: "fit",
  about: "a training that continues from its checkpoint file",
  commands: (folder) => [{ args: [script, join(folder, "fit"), JSON.stringify(settings)] }],
  check(folder) {
    const file = join(folder, "fit");
    if (existsSync(file)) decodeCheckpoint(readFileSync(file));
  },
  result: (folder) =>
    createHash("sha256")
      .update(readFileSync(join(folder, "fit.end")))
      .digest("hex"),
};
