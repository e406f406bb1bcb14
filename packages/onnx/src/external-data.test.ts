import { OnnxFormatError, type TensorProto } from "@reciprocal/graph";
import { forward } from "@reciprocal/network";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { decodeOnnx } from "./decode-onnx.js";
import { foreignModel, node } from "./testing/foreign-model.js";

/** A file of eight bytes of something else, then w = [[1, 2], [3, 4], [5, 6]] as 2×3, then b. */
const file = new Uint8Array(8 + 4 * 9);
file.set(new Uint8Array(Float32Array.of(1, 3, 5, 2, 4, 6, 7, 8, 9).buffer), 8);

const stored = (
  name: string,
  dimensions: readonly number[],
  entries: Record<string, string>,
): TensorProto => ({
  ...{ name, dimensions, elementType: 1, dataLocation: 1 },
  externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
});
const w = stored("w", [2, 3], { location: "model.data", offset: "8", length: "24" });
const b = stored("b", [3], { location: "model.data", offset: "32" });
const nodes = [node("Gemm", ["x", "w", "b"], "y")];
const model = (...constants: readonly TensorProto[]) => foreignModel({ nodes, constants });
const reading = (bytes: unknown) => () => bytes as Uint8Array;

describe("decodeOnnx of a model with weights in a file beside it", () => {
  it("computes what ONNX Runtime does, and asks for each file once", async () => {
    const folder = mkdtempSync(join(tmpdir(), "external-"));
    try {
      writeFileSync(join(folder, "model.onnx"), model(w, b));
      writeFileSync(join(folder, "model.data"), file);
      const session = await InferenceSession.create(join(folder, "model.onnx"), { logSeverityLevel: 3 });
      const { y } = await session.run({ x: new Tensor("float32", Float32Array.of(1, -2, 3, 0.5), [2, 2]) });
      await session.release();
      const asked: string[] = [];
      const readExternal = (location: string) => {
        asked.push(location);
        return file;
      };
      const network = decodeOnnx(model(w, b), { readExternal });
      expect(asked).toEqual(["model.data"]);
      expect([...forward(network, Float32Array.of(1, -2, 3, 0.5))]).toEqual([...(y!.data as Float32Array)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("takes folders inside that of the model, as they are written", () => {
    const asked: string[] = [];
    const readExternal = (location: string) => (asked.push(location), file);
    decodeOnnx(
      model(
        {
          ...w,
          externalData: [
            { key: "location", value: "./a/b.data" },
            { key: "offset", value: "8" },
            { key: "length", value: "24" },
          ],
        },
        b,
      ),
      { readExternal },
    );
    expect(asked).toEqual(["a/b.data", "model.data"]);
  });

  it("does not ask for what no node uses", () => {
    const unused = stored("unused", [1], { location: "other.data" });
    const asked: string[] = [];
    const readExternal = (location: string) => (asked.push(location), file);
    decodeOnnx(model(w, b, unused), { readExternal });
    expect(asked).toEqual(["model.data"]);
  });

  it.each([
    "",
    "/etc/passwd",
    "../model.data",
    "a/../../model.data",
    "a//b",
    ".",
    "C:\\model.data",
    "a\\..\\b",
    "a\0b",
  ])("asks for nothing outside of the folder: %j", (location) => {
    const readExternal = () => {
      throw new Error("was asked");
    };
    const run = () => decodeOnnx(model(stored("w", [2, 3], { location }), b), { readExternal });
    expect(run).toThrow(OnnxFormatError);
    expect(run).toThrow(/constant "w" has its data in .*, which is no path inside the folder of the model/);
  });

  it.each<[string, TensorProto, Uint8Array, RegExp]>([
    [
      "a file that was cut",
      w,
      file.subarray(0, 31),
      /24 bytes from 8 on in the file "model.data", which has 31; was it cut/,
    ],
    [
      "a pointer file",
      stored("w", [2, 3], { location: "f", offset: "64", length: "24" }),
      new TextEncoder().encode("version https://git-lfs.github.com/spec/v1"),
      /which has \d+; it looks like a pointer file of Git LFS/,
    ],
    [
      "an offset behind the end",
      stored("w", [2, 3], { location: "f", offset: "99" }),
      file,
      /0 bytes from 99 on in the file "f", which has 44/,
    ],
    [
      "offsets that are no numbers",
      stored("w", [2, 3], { location: "f", offset: "-8" }),
      file,
      /the offset "-8"/,
    ],
    [
      "lengths that are no numbers",
      stored("w", [2, 3], { location: "f", length: "1e3" }),
      file,
      /the length "1e3"/,
    ],
    [
      "lengths beyond what numbers hold",
      stored("w", [2, 3], { location: "f", length: "9".repeat(20) }),
      file,
      /the length "9+"/,
    ],
    [
      "another number of bytes than it needs",
      stored("w", [2, 3], { location: "f", length: "28" }),
      file,
      /needs 6 numbers, got 7/,
    ],
  ])("refuses %s", (_, constant, bytes, message) => {
    const run = () => decodeOnnx(model(constant, b), { readExternal: () => bytes });
    expect(run).toThrow(OnnxFormatError);
    expect(run).toThrow(message);
  });

  it("needs a reader, which must give bytes", () => {
    expect(() => decodeOnnx(model(w, b))).toThrow(
      /constant "w" has its data in the file "model.data" beside the model; give readExternal/,
    );
    for (const given of [undefined, null, "text", [1, 2]]) {
      expect(() => decodeOnnx(model(w, b), { readExternal: reading(given) })).toThrow(TypeError);
      expect(() => decodeOnnx(model(w, b), { readExternal: reading(given) })).toThrow(
        /readExternal must give a Uint8Array/,
      );
    }
    expect(() => decodeOnnx(model(w, b), { readExternal: "model.data" as never })).toThrow(TypeError);
    expect(() => decodeOnnx(model(w, b), { external: () => file } as never)).toThrow(
      /unknown option external/,
    );
  });
});
