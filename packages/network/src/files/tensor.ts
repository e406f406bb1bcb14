import { getFloat16, setFloat16 } from "@petamoriken/float16";

/**
 * The numbers of a tensor and how a file holds them. `F16` and `BF16` are Float32Arrays here, which hold them exactly;
 * writing rounds to the nearest. `BOOL` is 0 and 1.
 */
export type TensorNumbers =
  | { readonly dtype: "F32" | "F16" | "BF16"; readonly data: Float32Array }
  | { readonly dtype: "F64"; readonly data: Float64Array }
  | { readonly dtype: "I8"; readonly data: Int8Array }
  | { readonly dtype: "U8" | "BOOL"; readonly data: Uint8Array }
  | { readonly dtype: "I16"; readonly data: Int16Array }
  | { readonly dtype: "U16"; readonly data: Uint16Array }
  | { readonly dtype: "I32"; readonly data: Int32Array }
  | { readonly dtype: "U32"; readonly data: Uint32Array }
  | { readonly dtype: "I64"; readonly data: BigInt64Array }
  | { readonly dtype: "U64"; readonly data: BigUint64Array };

/** A type of numbers that safetensors and JavaScript both have. */
export type TensorType = TensorNumbers["dtype"];

/** A tensor of a safetensors file: row-major; shape [] is one number. */
export type Tensor = TensorNumbers & { readonly shape: readonly number[] };

/** How the numbers of a type lie in a file, little-endian. */
interface TensorRules {
  /** Bytes of one number. */
  readonly size: number;
  readonly isArray: (data: unknown) => boolean;
  /** A new array of what stands in `bytes`. */
  readonly read: (bytes: Uint8Array) => Tensor["data"];
  readonly write: (data: Tensor["data"]) => Uint8Array;
}

/** By the names of the safetensors format. */
export const tensorTypes: Readonly<Record<TensorType, TensorRules>> = {
  F64: plain(Float64Array),
  I64: plain(BigInt64Array),
  U64: plain(BigUint64Array),
  F32: plain(Float32Array),
  I32: plain(Int32Array),
  U32: plain(Uint32Array),
  F16: half(
    (view, at) => getFloat16(view, at, true),
    (view, at, value) => setFloat16(view, at, value, true),
  ),
  BF16: half(
    (view, at) => floatOf(view.getUint16(at, true) << 16),
    (view, at, value) => view.setUint16(at, bfloatBits(value), true),
  ),
  I16: plain(Int16Array),
  U16: plain(Uint16Array),
  I8: plain(Int8Array),
  U8: plain(Uint8Array),
  BOOL: plain(Uint8Array),
};

type NumberArray = new (buffer: ArrayBuffer) => Tensor["data"];

/** Types whose numbers lie in memory as in the file, once the bytes are in the order of the machine. */
function plain(Numbers: NumberArray & { readonly BYTES_PER_ELEMENT: number }): TensorRules {
  const size = Numbers.BYTES_PER_ELEMENT;
  return {
    size,
    isArray: (data) => data instanceof Numbers,
    read: (bytes) => new Numbers(swapOrder(new Uint8Array(bytes), size).buffer),
    write: ({ buffer, byteOffset, byteLength }) =>
      swapOrder(new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength)), size),
  };
}

/** Types of two bytes, which are float32 in memory. */
function half(
  get: (view: DataView, at: number) => number,
  set: (view: DataView, at: number, value: number) => void,
): TensorRules {
  return {
    size: 2,
    isArray: (data) => data instanceof Float32Array,
    read(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      return Float32Array.from({ length: bytes.length / 2 }, (_, index) => get(view, 2 * index));
    },
    write(data) {
      const view = new DataView(new ArrayBuffer(2 * data.length));
      (data as Float32Array).forEach((value, index) => set(view, 2 * index, value));
      return new Uint8Array(view.buffer);
    },
  };
}

const isBigEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;

/** Reverses every number in place on machines that keep the highest byte first. */
function swapOrder(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  if (isBigEndian) for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return bytes;
}

const scratch = new DataView(new ArrayBuffer(4));

function floatOf(bits: number): number {
  scratch.setInt32(0, bits);
  return scratch.getFloat32(0);
}

/** The upper half of a float32, rounded to the nearest, ties to even; NaN stays NaN. */
function bfloatBits(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  if (Number.isNaN(value)) return (bits >>> 16) | 0x40;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}
