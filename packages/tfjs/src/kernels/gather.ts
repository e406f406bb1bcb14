import type { GatherV2Attrs, TensorInfo } from "@tensorflow/tfjs-core";
import type { Kernel } from "./wasm-backend.js";

interface Inputs {
  x: TensorInfo;
  indices: TensorInfo;
}

/**
 * Gathers whole rows (axis 0, `int32` indices of rank 1: the batches of `model.fit`) by one copy a row, where `stock`
 * works out the place of every single number. Everything else is left to `stock`; an index out of range too, for its error.
 */
export function fastGather(stock: Kernel<Inputs, GatherV2Attrs>): Kernel<Inputs, GatherV2Attrs> {
  return (call) => {
    const { inputs, backend, attrs } = call;
    const { x, indices } = inputs;
    if (!picksRows(inputs, attrs)) return stock(call);
    const [rows, ...row] = x.shape;
    const isOutside = (index: number) => !(0 <= index && index < rows!);
    if (backend.typedArrayFromHeap(indices).some(isOutside)) return stock(call);

    const out = backend.makeOutput([indices.shape[0]!, ...row], x.dtype);
    // views only now: makeOutput may have moved the heap
    const from = backend.typedArrayFromHeap(x);
    const heap = new Uint8Array(from.buffer);
    const rowBytes = from.BYTES_PER_ELEMENT * row.reduce((size, length) => size * length, 1);
    let target = backend.typedArrayFromHeap(out).byteOffset;
    for (const index of backend.typedArrayFromHeap(indices)) {
      const source = from.byteOffset + index * rowBytes;
      heap.copyWithin(target, source, source + rowBytes);
      target += rowBytes;
    }
    return out;
  };
}

function picksRows({ indices }: Inputs, { axis, batchDims }: GatherV2Attrs): boolean {
  return axis === 0 && batchDims === 0 && indices.dtype === "int32" && indices.shape.length === 1;
}
