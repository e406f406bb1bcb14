import { showList } from "@reciprocal/guards";
import { isShape } from "./check-shape.js";
import { halfPrecision } from "./half-precision.js";
import { elementTypes, type TensorProto } from "./model-proto.js";
import { sizeOf } from "./numbers.js";
import { refuseFormat, refuseUnsupported } from "./refuse.js";

/** The numbers of a tensor where they are in the bytes of the model: nothing is copied until one is asked for. */
export interface StoredTensor {
  /** The sizes. */
  readonly shape: readonly number[];
  /** The number at a place in storage, row-major. */
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
  [elementTypes.int32]: {
    bytes: 4,
    raw: (view, offset) => view.getInt32(offset, true),
    list: ({ ints32 }) => ints32,
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
 * Opens a tensor of a model, after checking that its shape and its data agree.
 *
 * @param tensor - as `decodeModelProto` gives it
 * @param where - what to call the tensor in errors, which begin with it
 * @throws {OnnxFormatError} for element types that are not known, data in other files, and lengths that disagree
 *
 * @example
 * import { constant, decodeModelProto, encodeModel, negate, openTensor } from "@reciprocal/graph";
 *
 * const bytes = encodeModel({ y: negate(constant(Float32Array.of(1, 2), [2])) });
 * const [stored] = decodeModelProto(bytes).graph?.constants ?? [];
 * const { shape, at } = openTensor(stored!, "mine");
 * console.log(shape, at(1));
 * // => [ 2 ] 2
 */
export function openTensor(tensor: TensorProto, where: string): StoredTensor {
  const { dimensions = [], elementType = 0, rawData, externalData = [], dataLocation = 0 } = tensor;
  if (dataLocation !== 0 || externalData.length > 0) {
    refuseUnsupported(`${where} has its data in another file; save the model with its data inside`);
  }
  const storage = storages[elementType];
  if (!storage) {
    const known = Object.entries(elementTypes).map(([name, type]) => `${name} (${type})`);
    refuseUnsupported(`${where} has element type ${elementType}; supported are ${known.join(", ")}`);
  }
  if (!isShape(dimensions)) refuseFormat(`${where} has the impossible shape ${showList(dimensions)}`);
  const { bytes, raw, listed = (value) => value } = storage;
  const list = storage.list(tensor) ?? [];
  const needed = sizeOf(dimensions);
  const got = rawData ? rawData.length / bytes : list.length;
  if (got !== needed) {
    refuseFormat(`${where} of shape ${showList(dimensions)} needs ${needed} numbers, got ${got}`);
  }
  const view = rawData && new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  return {
    shape: dimensions,
    at: view ? (place) => raw(view, place * bytes) : (place) => listed(list[place]!),
  };
}
