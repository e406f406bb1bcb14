import { dirname } from "node:path";
import { readInsideSync } from "@reciprocal/files";
import type { Network } from "@reciprocal/network";
import { decodeOnnx } from "@reciprocal/onnx";
import { note } from "./say.js";

/** The network in an ONNX model; its weights may be in files beside it. What it does otherwise goes to standard error. */
export function readOnnx(path: string, bytes: Uint8Array): Network {
  return decodeOnnx(bytes, {
    readExternal: (location) => readInsideSync(dirname(path), location),
    onWarning: (message) => note(`${path}: ${message.replace(/^decodeOnnx: /, "")}`),
  });
}
