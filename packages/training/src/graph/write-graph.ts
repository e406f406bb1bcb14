import { writeModel, type OnnxValue } from "@reciprocal/onnx";
import type { Operator } from "./operator.js";
import { topologicalOrder, type Value } from "./value.js";

/**
 * Writes a graph as an ONNX model. What the outputs are made of decides what it contains; `batch` stays symbolic.
 *
 * @param outputs - the values to compute, by the name under which a run returns them
 * @returns the bytes of a ModelProto
 */
export function writeGraph(outputs: Readonly<Record<string, Value>>): Uint8Array {
  const values = topologicalOrder(Object.values(outputs));
  const names = new Map(values.map((value, i) => [value, value.kind === "input" ? value.name : `v${i}`]));
  const nodes = values.flatMap((value) =>
    value.kind === "application"
      ? [
          {
            operator: value.operator.type,
            inputs: value.operands.map((operand) => names.get(operand)!),
            outputs: resultNames(names.get(value)!, value.operator),
            attributes: value.attributes,
          },
        ]
      : [],
  );
  const results = Object.entries(outputs).map(([name, value]) => ({
    operator: "Identity",
    inputs: [names.get(value)!],
    outputs: [name],
  }));
  return writeModel({
    name: "reciprocal",
    nodes: [...nodes, ...results],
    constants: values.flatMap((value) =>
      value.kind === "constant" ? [{ name: names.get(value)!, data: value.data, shape: value.shape }] : [],
    ),
    inputs: values.filter((value) => value.kind === "input"),
    outputs: Object.entries(outputs).map(([name, { shape }]): OnnxValue => ({ name, shape })),
  });
}

const resultNames = (name: string, { unusedResults = 0 }: Operator): string[] => [
  name,
  ...Array.from({ length: unusedResults }, (_, i) => `${name}.${i + 1}`),
];
