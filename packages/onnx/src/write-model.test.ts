import { describe, expect, it } from "vitest";
import { runModel } from "./testing/run-model.js";
import { writeModel, type OnnxGraph } from "./write-model.js";

/** y = elu(x) + c with alpha 2 */
const graph: OnnxGraph = {
  name: "g",
  nodes: [
    {
      operator: "Elu",
      inputs: ["x"],
      outputs: ["e"],
      attributes: { alpha: { type: "float", value: 2 } },
    },
    { operator: "Add", inputs: ["e", "c"], outputs: ["y"] },
  ],
  constants: [{ name: "c", data: Float32Array.of(10, 20), shape: [2] }],
  inputs: [{ name: "x", shape: ["batch", 2] }],
  outputs: [{ name: "y", shape: ["batch", 2] }],
};

describe("writeModel", () => {
  it("writes the fields of a ModelProto in the order of their numbers", () => {
    const empty = { name: "g", nodes: [], constants: [], inputs: [], outputs: [] };
    const model = writeModel(empty, {
      opset: 14,
      producer: { name: "p", version: "v" },
      documentation: "d",
      metadata: { k: "t" },
    });
    // onnx.proto by hand: tag = number · 8 + wire type (0 varint, 2 length and bytes)
    const [irVersion, producer, version, documentation] = [
      [8, 8],
      [18, 1, 112],
      [26, 1, 118],
      [50, 1, 100],
    ];
    const [graph, operatorSet, metadata] = [
      [58, 3, 18, 1, 103],
      [66, 2, 16, 14],
      [114, 6, 10, 1, 107, 18, 1, 116],
    ];
    expect([...model]).toEqual(
      [irVersion, producer, version, documentation, graph, operatorSet, metadata].flat(),
    );
  });

  it("leaves out what is not given, and takes operator set 17", () => {
    const model = writeModel({ name: "g", nodes: [], constants: [], inputs: [], outputs: [] });
    expect([...model]).toEqual([8, 8, 58, 3, 18, 1, 103, 66, 2, 16, 17]);
  });

  it("writes what ONNX Runtime computes", async () => {
    // elu₂(−1) = 2 (1/e − 1), elu₂(3) = 3
    const got = await runModel(writeModel(graph), Float32Array.of(-1, 3), [1, 2]);
    expect(got[0]).toBeCloseTo(10 + 2 * (1 / Math.E - 1), 5);
    expect(got[1]).toBe(23);
  });

  it("writes int64 and bool constants and whole attributes", async () => {
    // where([true, false], x, x summed over axis 1)
    const model = writeModel({
      ...graph,
      nodes: [
        {
          operator: "ReduceSum",
          inputs: ["x", "axes"],
          outputs: ["s"],
          attributes: { keepdims: { type: "int", value: 1 } },
        },
        { operator: "Where", inputs: ["kept", "x", "s"], outputs: ["y"] },
      ],
      constants: [
        { name: "axes", data: BigInt64Array.of(-1n), shape: [1] },
        { name: "kept", data: Uint8Array.of(1, 0), shape: [2] },
      ],
    });
    expect([...(await runModel(model, Float32Array.of(5, 6, 7, 8), [2, 2]))]).toEqual([5, 11, 7, 15]);
  });

  it("writes only the part of a buffer that a view shows", async () => {
    const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const model = writeModel({ ...graph, constants: [{ name: "c", data, shape: [2] }] });
    expect([...(await runModel(model, Float32Array.of(1, 1), [1, 2]))]).toEqual([3, 4]);
  });

  it("refuses a constant that does not fit its shape", () => {
    const constants = [{ name: "c", data: new Float32Array(5), shape: [2, 3] }];
    expect(() => writeModel({ ...graph, constants })).toThrow(
      "writeModel: constant c of shape [2, 3] needs 6 numbers, got 5",
    );
  });
});
