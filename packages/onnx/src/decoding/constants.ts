import type { StoredTensor, TensorProto } from "@reciprocal/graph";
import { quoted, refuseFormat, refuseUnsupported } from "./refuse.js";
import { rowMajor, type StridedTensor } from "./strided-tensor.js";

/** The constants that nodes may use, the names that are taken, and how many numbers may still be made. */
export class Constants {
  private readonly names = new Set<string>();
  private readonly tensors = new Map<string, StridedTensor | (() => StridedTensor)>();
  private numbers = 0;

  /**
   * @param open - opens a tensor of the model
   * @param maximalNumbers - how many numbers may be made of them
   */
  constructor(
    private readonly open: (tensor: TensorProto, where: string) => StoredTensor,
    private readonly maximalNumbers: () => number,
  ) {}

  /** Takes a name, which must be new: so nothing depends on itself. */
  claim(name: string): void {
    if (this.names.has(name)) refuseFormat(`the name ${quoted(name)} is given twice`);
    this.names.add(name);
  }

  /** Opened when it is used: a constant that is not used may have any type. */
  add(tensor: TensorProto): void {
    const { name = "" } = tensor;
    this.claim(name);
    this.tensors.set(name, () => this.opened(tensor, `constant ${quoted(name)}`));
  }

  opened(tensor: TensorProto, where: string): StridedTensor {
    return rowMajor(this.open(tensor, where));
  }

  set(name: string, tensor: StridedTensor): void {
    this.claim(name);
    this.tensors.set(name, tensor);
  }

  get(name: string | undefined): StridedTensor | undefined {
    const found = this.tensors.get(name ?? "");
    return typeof found === "function" ? found() : found;
  }

  has(name: string): boolean {
    return this.tensors.has(name);
  }

  /** Counts numbers that are to be made. */
  spend(count: number, where: string): void {
    this.numbers += count;
    if (this.numbers > this.maximalNumbers()) {
      refuseUnsupported(
        `${where} uses constants again: kernels would hold more numbers than the file has bytes`,
      );
    }
  }
}
