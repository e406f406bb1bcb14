import protobuf from "protobufjs/minimal.js";
import type { Operator } from "../graph/operator.js";
import {
  topologicalOrder,
  type Attribute,
  type Constant,
  type Dimension,
  type Input,
  type Value,
} from "../graph/value.js";

// Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), only those written here.
const model = { irVersion: 1, graph: 7, operatorSets: 8 } as const;
const operatorSet = { version: 2 } as const;
const graph = { nodes: 1, name: 2, initializers: 5, inputs: 11, outputs: 12 } as const;
const node = { inputs: 1, outputs: 2, operator: 4, attributes: 5 } as const;
const attribute = { name: 1, float: 2, int: 3, type: 20 } as const;
const tensor = { dimensions: 1, dataType: 2, name: 8, rawData: 9 } as const;
const valueInfo = { name: 1, type: 2 } as const;
const typeOf = { tensor: 1 } as const;
const tensorType = { elementType: 1, shape: 2 } as const;
const tensorShape = { dimensions: 1 } as const;
const dimension = { size: 1, symbol: 2 } as const;

const elementTypes = { float32: 1, int64: 7 } as const;
const attributeTypes = { float: 1, int: 2 } as const;

/** ONNX IR version 8 and operator set 17: old enough for every runtime of the last years. */
const irVersion = 8;
const operatorSetVersion = 17;

/**
 * Writes a graph as an ONNX model. What the outputs are made of decides what it contains; `batch` stays symbolic.
 *
 * @param outputs - the values to compute, by the name under which a run returns them
 * @returns the bytes of a ModelProto
 */
export function writeModel(outputs: Readonly<Record<string, Value>>): Uint8Array {
  const values = topologicalOrder(Object.values(outputs));
  const names = new Map(values.map((value, i) => [value, value.kind === "input" ? value.name : `v${i}`]));

  const nodes = values.flatMap((value) =>
    value.kind === "application"
      ? [
          nodeProto(
            value.operator.type,
            value.operands.map((v) => names.get(v)!),
            resultNames(names.get(value)!, value.operator),
            value.attributes,
          ),
        ]
      : [],
  );
  const results = Object.entries(outputs).map(([name, value]) =>
    nodeProto("Identity", [names.get(value)!], [name]),
  );
  const constants = values.filter((value) => value.kind === "constant");
  const inputs = values.filter((value) => value.kind === "input");

  return message((m) => {
    m.int(model.irVersion, irVersion);
    m.bytes(
      model.graph,
      message((g) => {
        for (const bytes of [...nodes, ...results]) g.bytes(graph.nodes, bytes);
        g.text(graph.name, "reciprocal");
        for (const value of constants) g.bytes(graph.initializers, tensorProto(names.get(value)!, value));
        for (const value of inputs) g.bytes(graph.inputs, valueInfoProto(value.name, value));
        for (const [name, value] of Object.entries(outputs))
          g.bytes(graph.outputs, valueInfoProto(name, value));
      }),
    );
    m.bytes(
      model.operatorSets,
      message((s) => s.int(operatorSet.version, operatorSetVersion)),
    );
  });
}

const resultNames = (name: string, { unusedResults = 0 }: Operator): string[] => [
  name,
  ...Array.from({ length: unusedResults }, (_, i) => `${name}.${i + 1}`),
];

function nodeProto(
  operator: string,
  operands: readonly string[],
  results: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): Uint8Array {
  return message((m) => {
    for (const operand of operands) m.text(node.inputs, operand);
    for (const result of results) m.text(node.outputs, result);
    m.text(node.operator, operator);
    for (const [name, { type, value }] of Object.entries(attributes)) {
      m.bytes(
        node.attributes,
        message((a) => {
          a.text(attribute.name, name);
          if (type === "int") a.int(attribute.int, value);
          else a.float(attribute.float, value);
          a.int(attribute.type, attributeTypes[type]);
        }),
      );
    }
  });
}

function tensorProto(name: string, { data, shape }: Constant): Uint8Array {
  return message((m) => {
    for (const size of shape) m.int(tensor.dimensions, size);
    m.int(tensor.dataType, data instanceof Float32Array ? elementTypes.float32 : elementTypes.int64);
    m.text(tensor.name, name);
    // raw data is little-endian, as are the typed arrays of every platform that runs JavaScript today
    m.bytes(tensor.rawData, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
}

function valueInfoProto(name: string, { shape }: Value | Input): Uint8Array {
  const sizes = message((m) => {
    for (const size of shape) m.bytes(tensorShape.dimensions, dimensionProto(size));
  });
  const type = message((m) => {
    m.int(tensorType.elementType, elementTypes.float32);
    m.bytes(tensorType.shape, sizes);
  });
  return message((m) => {
    m.text(valueInfo.name, name);
    m.bytes(
      valueInfo.type,
      message((t) => t.bytes(typeOf.tensor, type)),
    );
  });
}

function dimensionProto(size: Dimension): Uint8Array {
  return message((m) => {
    if (typeof size === "number") m.int(dimension.size, size);
    else m.text(dimension.symbol, size);
  });
}

/** The four kinds of field that ONNX needs, each with its protobuf wire type. */
interface Fields {
  int(field: number, value: number): void;
  float(field: number, value: number): void;
  text(field: number, value: string): void;
  bytes(field: number, value: Uint8Array): void;
}

const wire = { varint: 0, lengthDelimited: 2, fixed32: 5 } as const;

function message(fill: (fields: Fields) => void): Uint8Array {
  const writer = protobuf.Writer.create();
  const tag = (field: number, type: number) => writer.uint32((field << 3) | type);
  fill({
    int: (field, value) => tag(field, wire.varint).int64(value),
    float: (field, value) => tag(field, wire.fixed32).float(value),
    text: (field, value) => tag(field, wire.lengthDelimited).string(value),
    bytes: (field, value) => tag(field, wire.lengthDelimited).bytes(value),
  });
  return writer.finish();
}
