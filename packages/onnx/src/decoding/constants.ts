import type { StoredTensor, TensorProto } from "@reciprocal/graph";
import { quote } from "@reciprocal/guards";
import { checkDimensions } from "./budget.js";
import { refuseFormat } from "./refuse.js";
import { rowMajor, type StridedTensor } from "./strided-tensor.js";

/** The constants that nodes may use, and the names that are taken. */
export class Constants {
  private readonly names = new Set<string>();
  private readonly tensors = new Map<string, StridedTensor | TensorProto>();

  /** @param open - opens a tensor of the model */
  constructor(private readonly open: (tensor: TensorProto, where: string) => StoredTensor) {}

  /** Takes a name, which must be new: so nothing depends on itself. */
  claim(name: string): void {
    if (this.names.has(name)) refuseFormat(`the name ${quote(name)} is given twice`);
    this.names.add(name);
  }

  /** Opened when it is used: a constant that is not used may have any type. */
  add(tensor: TensorProto): void {
    const { name = "" } = tensor;
    this.claim(name);
    this.tensors.set(name, tensor);
  }

  opened(tensor: TensorProto, where: string): StridedTensor {
    checkDimensions(tensor.dimensions?.length ?? 0, where);
    return rowMajor(this.open(tensor, where));
  }

  set(name: string, tensor: StridedTensor): void {
    this.claim(name);
    this.tensors.set(name, tensor);
  }

  get(name = ""): StridedTensor | undefined {
    const found = this.tensors.get(name);
    if (found === undefined || "at" in found) return found;
    const opened = this.opened(found, `constant ${quote(name)}`);
    this.tensors.set(name, opened);
    return opened;
  }

  has(name: string): boolean {
    return this.tensors.has(name);
  }
}
