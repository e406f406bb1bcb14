import { ShapeError } from "@reciprocal/spectral";
import { errorWith } from "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { decodeModelProto } from "./decode-model-proto.js";
import { encodeModel } from "./encode-model.js";
import { encodeModelProto } from "./encode-model-proto.js";
import { relu } from "./operators/activations.js";
import { add, multiply } from "./operators/arithmetic.js";
import { where } from "./operators/comparison.js";
import { runGraph } from "./testing/run-graph.js";
import { apply, constant, input, named, scalar, type Operator, type Value } from "./value.js";

const x = input("x", ["batch", 2]);

describe("encodeModelProto", () => {
  it("writes the fields of a ModelProto in the order of their numbers", () => {
    const model = encodeModelProto({
      irVersion: 8,
      producerName: "p",
      producerVersion: "v",
      documentation: "d",
      graph: { name: "g" },
      operatorSets: [{ version: 14 }],
      metadata: [{ key: "k", value: "t" }],
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

  it("leaves out what is not given", () => {
    expect([...encodeModelProto({ graph: { name: "g" } })]).toEqual([58, 3, 18, 1, 103]);
  });
});

describe("encodeModel", () => {
  it("writes IR version 8 and operator set 17, with what the options say", () => {
    const options = { producer: { name: "p", version: "v" }, documentation: "d", metadata: { k: "t" } };
    expect(decodeModelProto(encodeModel({ y: relu(x) }, options))).toMatchObject({
      irVersion: 8,
      producerName: "p",
      producerVersion: "v",
      documentation: "d",
      graph: { name: "reciprocal" },
      operatorSets: [{ version: 17 }],
      metadata: [{ key: "k", value: "t" }],
    });
    expect(decodeModelProto(encodeModel({ y: relu(x) }, { opset: 14, name: "g" }))).toMatchObject({
      graph: { name: "g" },
      operatorSets: [{ version: 14 }],
    });
  });

  it("writes every value once, operands first, with symbols for the sizes that only a run knows", () => {
    const shifted = add(x, constant(Float32Array.of(1, 2), [2]));
    const { graph } = decodeModelProto(encodeModel({ y: multiply(shifted, shifted) }));
    expect(graph!.nodes!.map(({ operator, inputs, outputs }) => [operator, inputs, outputs])).toEqual([
      ["Add", ["x", "v1"], ["v2"]],
      ["Mul", ["v2", "v2"], ["v3"]],
      ["Identity", ["v3"], ["y"]],
    ]);
    expect(graph!.constants).toMatchObject([{ name: "v1", dimensions: [2], elementType: 1 }]);
    const tensor = { elementType: 1, shape: { dimensions: [{ symbol: "batch" }, { size: 2 }] } };
    expect(graph!.inputs).toEqual([{ name: "x", type: { tensor } }]);
    expect(graph!.outputs).toEqual([{ name: "y", type: { tensor } }]);
  });

  it("keeps the names of values that were named", () => {
    const bias = named(constant(Float32Array.of(1, 2), [2]), "bias");
    const { graph } = decodeModelProto(encodeModel({ y: relu(named(add(x, bias), "z")) }));
    expect(graph!.constants![0]!.name).toBe("bias");
    expect(graph!.nodes!.slice(0, 2)).toMatchObject([
      { name: "z", inputs: ["x", "bias"], outputs: ["z"] },
      { inputs: ["z"], outputs: ["v3"] },
    ]);
  });

  it("refuses options that it does not know", () => {
    expect(() => encodeModel({ y: relu(x) }, { opSet: 14 } as object)).toThrow(/opSet.*opset/);
    expect(() => encodeModel({ y: relu(x) }, { opset: 0 })).toThrow(RangeError);
    expect(() => encodeModel({ y: relu(x) }, { name: "" })).toThrow(/name/);
    expect(() => encodeModel({ y: relu(x) }, { opset: 1.5 })).toThrow(/opset/);
  });

  it("refuses two values of one name", () => {
    expect(() => encodeModel({ x: relu(x) })).toThrow(TypeError);
    expect(() => encodeModel({ y: add(x, input("x", [2])) })).toThrow(/got x twice/);
  });

  it("writes what ONNX Runtime computes, truth values and results that are not used included", async () => {
    const kept = constant(Uint8Array.of(1, 0), [2]);
    const topK: Operator = { type: "TopK", shape: ([a]) => a!.shape, unusedResults: 1 };
    const k = constant(BigInt64Array.of(2n), [1]);
    const { y, z } = await runGraph(
      { y: where(kept, x, scalar(-1)), z: apply(topK, [x, k]) },
      { x: { data: [5, 6, 7, 8], shape: [2, 2] } },
    );
    expect([...y]).toEqual([5, -1, 7, -1]);
    expect([...z]).toEqual([6, 5, 8, 7]);
  });

  it("writes only the part of a buffer that a view shows", async () => {
    const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const { y } = await runGraph({ y: add(x, constant(data, [2])) }, { x: { data: [1, 1], shape: [1, 2] } });
    expect([...y]).toEqual([3, 4]);
  });

  it("refuses a constant that does not fit its shape", () => {
    const c = named(constant(new Float32Array(5), [2, 3]), "c");
    expect(() => encodeModel({ y: add(x, input("z", [2])), c })).toThrow(
      /needs a name for each value, got c/,
    );
    expect(() => encodeModel({ y: c })).toThrow(/constant c of shape \[2, 3\].* 6 numbers, got 5/);
  });

  it.each([
    ["negative sizes", [-2, -3]],
    ["half sizes", [0.5, 12]],
    ["sizes beyond what is exact", [2 ** 53, 1]],
    ["a product beyond it", [2 ** 30, 2 ** 30]],
    ["no numbers but an endless shape", [0, 1e200, 1e200]],
    ["NaN", [NaN]],
  ])("refuses %s, of constants and of inputs", (_, shape) => {
    const facts = [
      "must have sizes that are whole numbers of at least 0, with a product below 2^53, got [",
    ] as const;
    expect(() => encodeModel({ y: constant(new Float32Array(6), shape) })).toThrow(
      errorWith(ShapeError, ...facts),
    );
    expect(() => encodeModel({ y: input("x", ["batch", ...shape]) })).toThrow(
      errorWith(ShapeError, "encodeModel: x", ...facts),
    );
  });

  it("has short messages for shapes of many dimensions and long names", () => {
    const long = named(constant(new Float32Array(1), Array<number>(1e5).fill(2)), "\u001b".repeat(1e5));
    try {
      encodeModel({ y: long });
      expect.unreachable();
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(2000);
      expect((error as Error).message).not.toContain("\u001b");
    }
  });

  it("writes chains that are longer than the stack is deep", () => {
    let value: Value = input("x", [1]);
    for (let i = 0; i < 10_000; i++) value = relu(value);
    expect(decodeModelProto(encodeModel({ y: value })).graph?.nodes).toHaveLength(10_001);
  });
});
