import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import {
  elu,
  encodeModel,
  exponential,
  input,
  logSoftmax,
  matrixProduct,
  reduceSum,
  sigmoid,
  softmax,
  tanh,
  type Value,
} from "@reciprocal/graph";
import { Random } from "@reciprocal/spectral";
import type { Engine } from "../engine/engine.js";

const shapes: Readonly<Record<string, readonly number[]>> = {
  a: [20, 60],
  b: [50, 60],
  c: [7, 13],
  d: [13, 3],
};

/**
 * The model whose results tell kinds of processors apart: products of some sizes, and what ONNX Runtime computes with
 * code of its own per processor. It is committed as bytes, so that a change of our graphs cannot change it.
 */
export function probeModel(): Uint8Array {
  const [a, b, c, d] = Object.entries(shapes).map(([name, shape]) => input(name, shape)) as [
    Value,
    Value,
    Value,
    Value,
  ];
  const large = matrixProduct(a, b, { transposeB: true });
  return encodeModel({
    large,
    transposed: matrixProduct(large, a, { transposeA: true }),
    small: matrixProduct(c, d),
    tanh: tanh(a),
    sigmoid: sigmoid(a),
    elu: elu(a),
    exponential: exponential(a),
    softmax: softmax(large),
    logSoftmax: logSoftmax(large),
    columns: reduceSum(large, [0]),
    rows: reduceSum(large, [1]),
    all: reduceSum(large),
  });
}

/** A digest of what an engine makes of the probe, and of the powers and roots of this JavaScript. */
export async function fingerprint(engine: Engine, model: Uint8Array): Promise<string> {
  const random = new Random(1);
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const data = Float32Array.from({ length: shape[0]! * shape[1]! }, () => random.uniform(-2, 2));
      return [name, { data, shape }];
    }),
  );
  const session = await engine.createSession(model);
  try {
    const results = await session.run(inputs);
    const hash = sha256.create();
    for (const name of Object.keys(results).sort()) hash.update(bytesOf(results[name]!));
    const powers = Float64Array.from({ length: 40 }, (_, i) => 0.9 ** i + 0.999 ** i + Math.cos(i));
    hash.update(bytesOf(powers));
    return bytesToHex(hash.digest()).slice(0, 16);
  } finally {
    await session.release();
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
