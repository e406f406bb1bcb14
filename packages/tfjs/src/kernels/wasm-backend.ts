import { getKernel, type DataType, type NamedAttrMap, type TensorInfo } from "@tensorflow/tfjs-core";

/** What a kernel may ask of the wasm backend: the methods that its own kernels live on. */
export interface WasmBackend {
  /** Memory for a tensor, not zeroed. It may grow the heap, which detaches every view taken before. */
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  /** A view of a tensor's numbers on the heap; `float32`, `int32` and `bool` only. */
  typedArrayFromHeap(tensor: TensorInfo): Float32Array | Int32Array | Uint8Array;
  /** Takes back one reference, and frees the memory with the last. */
  disposeData(dataId: TensorInfo["dataId"]): boolean;
}

/** What a kernel is called with, narrowed to its own inputs and attributes. */
export interface KernelCall<Inputs, Attributes> {
  inputs: Inputs;
  backend: WasmBackend;
  attrs: Attributes;
}

/** A kernel of one output. */
export type Kernel<Inputs, Attributes> = (call: KernelCall<Inputs, Attributes>) => TensorInfo;

/** Runs the kernel of that name which is registered on the wasm backend. */
export function runKernel(
  name: string,
  inputs: Record<string, TensorInfo>,
  backend: WasmBackend,
  attrs: NamedAttrMap = {},
): TensorInfo {
  return getKernel(name, "wasm").kernelFunc({ inputs, backend, attrs }) as TensorInfo;
}
