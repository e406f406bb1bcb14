import { Optimizer, type serialization } from "@tensorflow/tfjs-core";

/** What stops a training whose variables were chosen before `setTrained` chose others; `name` is that of what noticed. */
export function changed(name: string): Error {
  return new Error(
    `${name}: what trains was changed by setTrained; call model.compile again, with another optimizer`,
  );
}

/** Stands in for a model's optimizer from `setTrained` until the model is compiled again, and refuses to train. */
export class CompileAgain extends Optimizer {
  static readonly className = "CompileAgain";
  readonly #model: string;
  readonly #before: Optimizer;

  /** @param before - the optimizer that it stands in for */
  constructor(model: string, before: Optimizer) {
    super();
    this.#model = model;
    this.#before = before;
  }

  /** Disposes of the optimizer that was there before: nobody else may have it any more. */
  override dispose(): void {
    this.#before.dispose();
  }

  override minimize(): never {
    throw changed(this.#model);
  }

  override applyGradients(): never {
    throw changed(this.#model);
  }

  override getConfig(): serialization.ConfigDict {
    throw changed(this.#model);
  }
}
