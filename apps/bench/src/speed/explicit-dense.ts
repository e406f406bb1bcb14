import { add, relu, softmax, tidy, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import { initializers, layers, type LayerVariable, type Shape } from "@tensorflow/tfjs-layers";
import { explicitProduct } from "./explicit-product.js";

export interface ExplicitDenseOptions {
  units: number;
  activation: "linear" | "relu" | "softmax";
  /** Given in a model's first layer, whose input needs no gradient. */
  inputShape?: Shape;
}

/** The dense layer of TensorFlow.js with one change: its products' gradients are those of `explicitProduct`. */
export class ExplicitDense extends layers.Layer {
  static readonly className = "ReciprocalBenchExplicitDense";
  readonly #units: number;
  readonly #activation: ExplicitDenseOptions["activation"];
  readonly #isFirst: boolean;
  #kernel: LayerVariable | undefined;
  #bias: LayerVariable | undefined;

  constructor({ units, activation, inputShape }: ExplicitDenseOptions) {
    super(inputShape ? { inputShape } : {});
    this.#units = units;
    this.#activation = activation;
    this.#isFirst = inputShape !== undefined;
  }

  override build(inputShape: Shape): void {
    const inputs = inputShape.at(-1)!;
    this.#kernel = this.addWeight("kernel", [inputs, this.#units], "float32", initializers.zeros());
    this.#bias = this.addWeight("bias", [this.#units], "float32", initializers.zeros());
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape.slice(0, -1), this.#units];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor2D;
      const product = explicitProduct(x, this.#kernel!.read() as Tensor2D, !this.#isFirst);
      const z = add(product, this.#bias!.read());
      if (this.#activation === "linear") return z;
      return this.#activation === "relu" ? relu(z) : softmax(z);
    });
  }
}
