import { integer, object, options, type OptionTable, printable, text, showList } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { checkShape } from "./check-shape.js";
import { encodeModelProto } from "./encode-model-proto.js";
import {
  attributeTypes,
  elementTypes,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "./model-proto.js";
import { sizeOf } from "./numbers.js";
import {
  topologicalOrder,
  type Application,
  type Attribute,
  type Constant,
  type Shape,
  type Value,
} from "./value.js";

/** Options of `encodeModel`. */
export interface EncodeModelOptions {
  /** Name of the graph. Default `reciprocal`. */
  readonly name?: string;
  /** Version of the operator set. Default 17. */
  readonly opset?: number;
  /** What made the model. Default: not said. */
  readonly producer?: { readonly name: string; readonly version: string };
  /** A text for people. Default none. */
  readonly documentation?: string;
  /** Texts for tools, `metadata_props`. Default none. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Old enough for every runtime of the last years, and for Debian's onnx 1.12. */
const irVersion = 8;

const encodeModelOptions = options(
  () =>
    ({
      name: text({ minLength: 1 }).default("reciprocal"),
      opset: integer({ min: 1 }).default(17),
      producer: object<NonNullable<EncodeModelOptions["producer"]>>().optional(),
      documentation: text().optional(),
      metadata: object<Readonly<Record<string, string>>>().default({}),
    }) satisfies OptionTable<EncodeModelOptions>,
);

/**
 * Writes values as an ONNX model (IR version 8) that computes them. Whatever they are computed from becomes part of it, and
 * its inputs are those of the graph. The same values give the same bytes.
 *
 * A value that was named keeps its name, and so does the node that computes it; the others are `v0`, `v1`, …. Constants
 * are copied once. Whether the operators exist in the operator set is left to the runtime that loads the model.
 *
 * @param outputs - the values to compute, by the names under which a run returns them
 * @returns the bytes of a ModelProto
 * @throws {ShapeError} if a constant has more or fewer numbers than its shape says, and for sizes that no tensor has or whose
 *   product is 2⁵³ or more
 * @throws {TypeError | RangeError} if two values have one name, and for a wrong option
 *
 * @example
 * import { encodeModel, input, relu } from "@reciprocal/graph";
 *
 * const bytes = encodeModel({ y: relu(input("x", ["batch", 3])) }); // for ONNX Runtime
 * console.log(bytes.length > 0);
 * // => true
 */
export function encodeModel(
  outputs: Readonly<Record<string, Value>>,
  given: EncodeModelOptions = {},
): Uint8Array<ArrayBuffer> {
  const { name, opset, producer, documentation, metadata } = encodeModelOptions.read("encodeModel", given);
  const values = topologicalOrder(Object.values(outputs));
  const names = new Map(values.map((value, i) => [value, value.name ?? `v${i}`]));
  const nameOf = (value: Value): string => names.get(value)!;
  checkNames([...names.values(), ...Object.keys(outputs)]);
  for (const value of values) checkShape(`encodeModel: ${printable(nameOf(value))}`, value.shape);

  const results = Object.entries(outputs).map(([result, value]): NodeProto => ({
    operator: "Identity",
    inputs: [nameOf(value)],
    outputs: [result],
  }));
  const ofKind = <K extends Value["kind"]>(kind: K) =>
    values.filter((value): value is Extract<Value, { kind: K }> => value.kind === kind);
  return encodeModelProto({
    irVersion,
    producerName: producer?.name,
    producerVersion: producer?.version,
    documentation,
    graph: {
      name,
      nodes: [...ofKind("application").map((value) => nodeProto(value, nameOf)), ...results],
      constants: ofKind("constant").map((value) => tensorProto(value, nameOf(value))),
      inputs: ofKind("input").map(({ name, shape }) => valueInfoProto(name, shape)),
      outputs: Object.entries(outputs).map(([result, { shape }]) => valueInfoProto(result, shape)),
    },
    operatorSets: [{ version: opset }],
    metadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}

function checkNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name))
      throw new TypeError(`encodeModel: needs a name for each value, got ${printable(name)} twice`);
    seen.add(name);
  }
}

function nodeProto(value: Application, nameOf: (value: Value) => string): NodeProto {
  const { name, operator, operands, attributes } = value;
  const result = nameOf(value);
  const unused = Array.from({ length: operator.unusedResults ?? 0 }, (_, i) => `${result}.${i + 1}`);
  return {
    inputs: operands.map(nameOf),
    outputs: [result, ...unused],
    name,
    operator: operator.type,
    attributes: Object.entries(attributes).map(attributeProto),
  };
}

function attributeProto([name, { type, value }]: [string, Attribute]): AttributeProto {
  return { name, [type]: value, type: attributeTypes[type] };
}

function tensorProto({ data, shape }: Constant, name: string): TensorProto {
  if (data.length !== sizeOf(shape)) {
    throw new ShapeError(
      `encodeModel: constant ${printable(name)} of shape ${showList(shape)} needs ${sizeOf(shape)} numbers, got ${data.length}`,
    );
  }
  return {
    name,
    dimensions: shape,
    elementType: elementTypeOf(data),
    // raw data is little-endian, as are the typed arrays of every platform that runs JavaScript today
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

function elementTypeOf(data: Constant["data"]): number {
  if (data instanceof Float32Array) return elementTypes.float32;
  return data instanceof BigInt64Array ? elementTypes.int64 : elementTypes.bool;
}

function valueInfoProto(name: string, shape: Shape): ValueInfoProto {
  const dimensions = shape.map((size) => (typeof size === "number" ? { size } : { symbol: size }));
  return { name, type: { tensor: { elementType: elementTypes.float32, shape: { dimensions } } } };
}
