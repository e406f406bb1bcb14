import type { CheckedSamples } from "@reciprocal/network";
import { sha256 } from "./sha256.js";

/**
 * SHA-256 in hex of inputs, of labels or targets, and of weights if there are some. Labels count by their values, in
 * whatever array they come. Inputs count by how they are stored: bytes and the fractions that they stand for differ, which
 * spares making floats of all bytes.
 */
export async function samplesDigest({
  inputs,
  labels,
  targets,
  weights,
}: Omit<CheckedSamples, "count">): Promise<string> {
  const inputsName = inputs instanceof Float32Array ? "inputs" : "bytes";
  const parts = [
    `${inputsName} ${await digest(inputs)}`,
    labels ? `labels ${await digest(labels)}` : `targets ${await digest(targets!)}`,
    ...(weights ? [`weights ${await digest(weights)}`] : []),
  ];
  return sha256(new TextEncoder().encode(parts.join(" ")));
}

const digest = ({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array | Int32Array) =>
  sha256(new Uint8Array(buffer, byteOffset, byteLength));
