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

export type TensorType = TensorNumbers["dtype"];

/** A tensor of a safetensors file: row-major; shape [] is one number. */
export type Tensor = TensorNumbers & { readonly shape: readonly number[] };
