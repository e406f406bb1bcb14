import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { Network } from "@reciprocal/network";
import { decodeOnnx } from "@reciprocal/onnx";
import { readBytes } from "./read-bytes.js";

/** The network in an ONNX model; its weights may be in files beside it. What it does otherwise goes to standard error. */
export function readOnnx(path: string, bytes: Uint8Array): Network {
  return decodeOnnx(bytes, {
    readExternal: (location) => readBeside(path, location),
    onWarning: (message) => process.stderr.write(`${path}: ${message.replace(/^decodeOnnx: /, "")}\n`),
  });
}

/** @throws {Error} for a file that is not there, and for a link that leads out of the folder of the model */
function readBeside(path: string, location: string): Uint8Array {
  const folder = dirname(path);
  const file = join(folder, location);
  const bytes = readBytes(file);
  if (!realpathSync(file).startsWith(`${realpathSync(folder)}${sep}`)) {
    throw new Error(`${file}: a link that leads out of the folder of the model; copy the file there`);
  }
  return bytes;
}
