import { type AttributeProto, elementTypes, encodeModelProto, ShapeError } from "@reciprocal/graph";

/** A graph of ONNX operators. Nodes stand after those whose results they use. */
export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  /** What ONNX calls initialisers. */
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** One operator of the default set. */
export interface OnnxNode {
  /** The type, for instance `Gemm`. */
  readonly operator: string;
  /** Names of inputs, constants or results; "" for an optional one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** How tools call it; default none. */
  readonly name?: string;
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** A number, told apart as ONNX does. */
export interface OnnxAttribute {
  readonly type: "int" | "float";
  readonly value: number;
}

/** Numbers that are part of the model: float32, int64, or bool as a 0 or 1 in each byte. */
export interface OnnxConstant {
  readonly name: string;
  readonly data: Float32Array | BigInt64Array | Uint8Array;
  /** Row-major; [] for a single number. */
  readonly shape: readonly number[];
}

/** A float32 tensor that a run is given or gives; sizes that only a run knows have a name. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface WriteModelOptions {
  /** Version of the operator set; default 17. */
  readonly opset?: number;
  /** What made the model; default not said. */
  readonly producer?: { readonly name: string; readonly version: string };
  /** A text for people; default none. */
  readonly documentation?: string;
  /** Texts for tools, `metadata_props`; default none. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Old enough for every runtime of the last years, and for Debian's onnx 1.12. */
const irVersion = 8;
export const defaultOpset = 17;

/**
 * Writes a graph as an ONNX model (IR version 8). The same graph gives the same bytes.
 *
 * Constants are copied once. That operators exist, that names are given before they are used and that shapes fit each
 * other is left to the runtime that loads the model.
 *
 * @returns the bytes of a ModelProto
 * @throws {ShapeError} where a constant has more or fewer numbers than its shape says
 */
export function writeModel(
  graph: OnnxGraph,
  { opset = defaultOpset, producer, documentation, metadata = {} }: WriteModelOptions = {},
): Uint8Array<ArrayBuffer> {
  return encodeModelProto({
    irVersion,
    producerName: producer?.name,
    producerVersion: producer?.version,
    documentation,
    graph: {
      name: graph.name,
      nodes: graph.nodes.map(({ attributes = {}, ...node }) => ({
        ...node,
        attributes: Object.entries(attributes).map(attributeProto),
      })),
      constants: graph.constants.map(tensorProto),
      inputs: graph.inputs.map(valueInfoProto),
      outputs: graph.outputs.map(valueInfoProto),
    },
    operatorSets: [{ version: opset }],
    metadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}

const attributeTypes = { float: 1, int: 2 } as const;

function attributeProto([name, { type, value }]: [string, OnnxAttribute]): AttributeProto {
  return { name, [type]: value, type: attributeTypes[type] };
}

function tensorProto({ name, data, shape }: OnnxConstant) {
  const needed = shape.reduce((product, size) => product * size, 1);
  if (data.length !== needed) {
    throw new ShapeError(
      `writeModel: constant ${name} of shape [${shape.join(", ")}] needs ${needed} numbers, got ${data.length}`,
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

function elementTypeOf(data: OnnxConstant["data"]): number {
  if (data instanceof Float32Array) return elementTypes.float32;
  return data instanceof BigInt64Array ? elementTypes.int64 : elementTypes.bool;
}

function valueInfoProto({ name, shape }: OnnxValue) {
  const dimensions = shape.map((size) => (typeof size === "number" ? { size } : { symbol: size }));
  return { name, type: { tensor: { elementType: elementTypes.float32, shape: { dimensions } } } };
}
