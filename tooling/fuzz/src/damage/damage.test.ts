import { gzipSync } from "node:zlib";
import { decodeModelProto } from "@reciprocal/graph";
import { decodeSafetensors, encodeSafetensors } from "@reciprocal/network";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyByteDamage, damaged } from "./bytes.js";
import { anyJsonDamage } from "./json.js";
import { damagedModels } from "./protobuf.js";
import { damagedSafetensors } from "./safetensors.js";
import { anyTextDamage } from "./text.js";
import { onnxFiles } from "../targets/onnx-seeds.js";

const share = <T>(inputs: fc.Arbitrary<T>, is: (input: T) => boolean) => {
  const samples = fc.sample(fc.noBias(inputs), { seed: 1, numRuns: 1000 });
  return samples.filter(is).length / samples.length;
};
const isAccepted =
  <T>(read: (input: T) => unknown) =>
  (input: T) => {
    try {
      read(input);
      return true;
    } catch {
      return false;
    }
  };

describe("damage", () => {
  const seed = gzipSync("content"); // a Buffer, whose slices are the same bytes
  const before = [...seed];

  it("leaves what it damages as it was", () => {
    for (const damage of fc.sample(anyByteDamage, { seed: 1, numRuns: 2000 })) damage(seed, seed);
    expect([...seed]).toEqual(before);
  });

  it("leaves some as they are, and changes most", () => {
    const isSame = (bytes: Uint8Array) => Buffer.compare(bytes, seed) === 0;
    expect(share(damaged([seed]), isSame)).toBeGreaterThan(0.1);
    expect(share(damaged([seed]), isSame)).toBeLessThan(0.4);
  });

  it("of JSON is JSON more often than not", () => {
    const json = '{"a":[1,{"b":"text"},null],"c":-0.5}';
    const texts = anyJsonDamage.map((damage) => damage(json));
    expect(share(texts, isAccepted(JSON.parse))).toBeGreaterThan(0.7);
    expect(share(texts, (text) => text === json)).toBeLessThan(0.4);
    expect(share(texts, (text) => text.includes("__proto__"))).toBeGreaterThan(0.01);
    // a name that stands twice, which no object has
    const isTwice = (text: string) => /"a":.*"a":/.test(text) && !text.includes('"a":{"a"');
    expect(share(texts, isTwice)).toBeGreaterThan(0.01);
  });

  it("of text changes it", () => {
    const text = "a,b\n1,2\n";
    expect(
      share(
        anyTextDamage.map((damage) => damage(text)),
        (one) => one === text,
      ),
    ).toBeLessThan(0.4);
  });

  it("of an ONNX model is a message more often than not, and another one", () => {
    const models = damagedModels(onnxFiles);
    expect(
      share(
        models,
        isAccepted((bytes) => decodeModelProto(bytes)),
      ),
    ).toBeGreaterThan(0.5);
    expect(
      share(models, (bytes) => onnxFiles.some((file) => Buffer.compare(file, bytes) === 0)),
    ).toBeLessThan(0.4);
  });

  it("of a safetensors file is one often enough", () => {
    const file = encodeSafetensors({
      tensors: { a: { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) } },
    });
    const files = damagedSafetensors([file]);
    expect(
      share(
        files,
        isAccepted((bytes) => decodeSafetensors(bytes)),
      ),
    ).toBeGreaterThan(0.1);
    expect(share(files, (bytes) => Buffer.compare(bytes, file) === 0)).toBeLessThan(0.5);
  });
});
