import { halfPrecision } from "./half-precision.js";
import { elementTypes, type TensorProto } from "./onnx-messages.js";
import { refuseFormat, refuseUnsupported } from "./refuse.js";

/** Numbers of a model where they are in its bytes: nothing is copied until an entry is asked for. */
export interface Tensor {
  readonly shape: readonly number[];
  /** How far apart in storage neighbours along each axis are. */
  readonly strides: readonly number[];
  /** The number at a place in storage. */
  readonly at: (place: number) => number;
}

interface Storage {
  readonly bytes: number;
  readonly raw: (view: DataView, offset: number) => number;
  /** The field for those that are not raw. */
  readonly list: (tensor: TensorProto) => readonly number[] | undefined;
  readonly listed?: (value: number) => number;
}

const storages: Readonly<Record<number, Storage>> = {
  [elementTypes.float32]: {
    bytes: 4,
    raw: (view, offset) => view.getFloat32(offset, true),
    list: ({ floats }) => floats,
  },
  [elementTypes.float64]: {
    bytes: 8,
    raw: (view, offset) => view.getFloat64(offset, true),
    list: ({ doubles }) => doubles,
  },
  [elementTypes.float16]: {
    bytes: 2,
    raw: (view, offset) => halfPrecision(view.getUint16(offset, true)),
    list: ({ ints32 }) => ints32,
    listed: halfPrecision,
  },
  [elementTypes.int64]: {
    bytes: 8,
    raw: (view, offset) => Number(view.getBigInt64(offset, true)),
    list: ({ ints64 }) => ints64,
  },
  [elementTypes.bool]: {
    bytes: 1,
    raw: (view, offset) => view.getUint8(offset),
    list: ({ ints32 }) => ints32,
  },
};

/**
 * Opens a tensor, once it is known that its shape and its data agree.
 *
 * @throws {OnnxFormatError} for element types that are not known, data in other files, and lengths that disagree
 */
export function openTensor(tensor: TensorProto, where: string): Tensor {
  const { dimensions = [], elementType = 0, rawData, externalData = [], dataLocation = 0 } = tensor;
  if (dataLocation !== 0 || externalData.length > 0) {
    refuseUnsupported(`${where} has its data in another file; save the model with its data inside`);
  }
  const storage = storages[elementType];
  if (!storage) {
    const known = Object.entries(elementTypes).map(([name, type]) => `${name} (${type})`);
    refuseUnsupported(`${where} has element type ${elementType}; supported are ${known.join(", ")}`);
  }
  if (!dimensions.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    refuseFormat(`${where} has the impossible shape [${dimensions.slice(0, 8).join(", ")}]`);
  }
  const { bytes, raw, listed = (value) => value } = storage;
  const list = storage.list(tensor) ?? [];
  const needed = dimensions.reduce((product, size) => product * size, 1);
  const got = rawData ? rawData.length / bytes : list.length;
  if (got !== needed) {
    refuseFormat(
      `${where} of shape [${dimensions.slice(0, 8).join(", ")}] needs ${needed} numbers, got ${got}`,
    );
  }
  const view = rawData && new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  return {
    ...rowMajor(dimensions),
    at: view ? (place) => raw(view, place * bytes) : (place) => listed(list[place]!),
  };
}

/** A tensor of numbers that are at hand: a list, or a single one without axes. */
export function tensorOf(values: number | readonly number[]): Tensor {
  return typeof values === "number"
    ? { shape: [], strides: [], at: () => values }
    : { ...rowMajor([values.length]), at: (place) => values[place]! };
}

/** The same numbers with the order of the axes turned round. */
export function transposed({ shape, strides, at }: Tensor): Tensor {
  return { shape: shape.toReversed(), strides: strides.toReversed(), at };
}

/** All numbers of a tensor of one axis or none. */
export function numbersOf({ shape, strides, at }: Tensor): number[] {
  return Array.from({ length: shape[0] ?? 1 }, (_, i) => at(i * (strides[0] ?? 0)));
}

function rowMajor(shape: readonly number[]): { shape: readonly number[]; strides: readonly number[] } {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  return { shape, strides };
}
