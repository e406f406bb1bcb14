import {
  decodeModelProto,
  encodeModelProto,
  type ModelProto,
  OnnxFormatError,
  openTensor,
} from "@reciprocal/graph";
import { encodeNetwork, isMapping, type Network, validateNetwork } from "@reciprocal/network";
import { decodeOnnx } from "@reciprocal/onnx";
import fc from "fast-check";
import { damaged } from "../damage/bytes.js";
import { damagedModels } from "../damage/protobuf.js";
import { checkError } from "../judge.js";
import { mustHold, type Target } from "../target.js";
import { onnxFiles } from "./onnx-seeds.js";

const permits = (error: Error) => error instanceof OnnxFormatError;

export const onnx: Target<Network> = {
  name: "onnx",
  inputs: fc.oneof(
    { weight: 4, arbitrary: damagedModels(onnxFiles) },
    { weight: 1, arbitrary: damaged(onnxFiles) },
  ),
  read: (bytes) => decodeOnnx(bytes),
  permits,
  check: (network, bytes) => checkFromOnnx(network, bytes),
};

/** What `decodeOnnx` promises of every network that it makes. */
export function checkFromOnnx(network: Network, bytes: Uint8Array): void {
  validateNetwork(network);
  const entries = network.layers
    .filter(isMapping)
    .reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  mustHold(
    entries <= Math.max(bytes.length, 1000),
    `must have no more weights than bytes, has ${entries} of ${bytes.length}`,
  );
  encodeNetwork(network);
}

export const onnxMessages: Target<ModelProto> = {
  name: "onnx-messages",
  inputs: onnx.inputs,
  read: (bytes) => decodeModelProto(bytes),
  permits,
  check(model) {
    const bytes = encoded(model);
    mustHold(
      bytes === undefined || Buffer.compare(encodeModelProto(decodeModelProto(bytes)), bytes) === 0,
      "must be the same when read again",
    );
    for (const tensor of model.graph?.constants ?? []) {
      try {
        const { shape, at } = openTensor(tensor, "tensor");
        const count = shape.reduce((product, size) => product * size, 1);
        for (let place = 0; place < Math.min(count, 100); place++)
          mustHold(typeof at(place) === "number", "must have all its numbers");
      } catch (error) {
        checkError({ permits }, error);
      }
    }
  },
};

/** Undefined for integers that no float64 holds, such as the largest of int64, which stands for the end of a slice. */
function encoded(model: ModelProto): Uint8Array | undefined {
  try {
    return encodeModelProto(model);
  } catch (error) {
    mustHold(/invalid int64/.test((error as Error).message), `must be written again, got ${String(error)}`);
    return undefined;
  }
}
