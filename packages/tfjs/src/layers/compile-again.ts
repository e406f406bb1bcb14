import { Optimizer, type serialization } from "@tensorflow/tfjs-core";

/** Stands in for a model's optimizer from `setTrained` until the model is compiled again, and refuses to train. */
export class CompileAgain extends Optimizer {
  static readonly className = "CompileAgain";
  readonly #model: string;

  constructor(model: string) {
    super();
    this.#model = model;
  }

  override minimize(): never {
    throw this.#error();
  }

  override applyGradients(): never {
    throw this.#error();
  }

  override getConfig(): serialization.ConfigDict {
    throw this.#error();
  }

  #error(): Error {
    return new Error(
      `${this.#model}: what trains was changed by setTrained; call model.compile again, with another optimizer`,
    );
  }
}
