import { serialization, tensor, type DataType, type Tensor } from "@tensorflow/tfjs-core";
import type { Shape } from "@tensorflow/tfjs-layers";

/** An initializer that gives numbers made elsewhere; it stays inside a layer and is never saved. */
export class GivenValues extends serialization.Serializable {
  static readonly className = "GivenValues";
  readonly #values: () => Float32Array;

  /** @param values - called only if the numbers are wanted: a layer that is being loaded gets others at once */
  constructor(values: () => Float32Array) {
    super();
    this.#values = values;
  }

  apply(shape: Shape, dtype?: DataType): Tensor {
    return tensor(this.#values(), shape as number[], dtype);
  }

  fromConfigUsesCustomObjects(): boolean {
    return false;
  }

  override getConfig(): serialization.ConfigDict {
    return {};
  }
}
