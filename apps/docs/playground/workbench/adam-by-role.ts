import { type adam } from "@reciprocal/training";
import { AdamOptimizer, type Tensor, type Variable } from "@tensorflow/tfjs-core";
import type { NamedTensor } from "@tensorflow/tfjs-core/dist/tensor_types";

type Settings = ReturnType<typeof adam>;
type Role = keyof Exclude<Settings["learningRate"], number>;

/**
 * Adam with the settings of @reciprocal/training, which have a rate for each role of numbers. TensorFlow.js has one rate for
 * all of a model, so this is one of its Adams for each role.
 */
export class AdamByRole extends AdamOptimizer {
  readonly #settings: Settings;
  readonly #byRole = new Map<Role, AdamOptimizer>();
  /** On all rates, in the next step. */
  factor = 1;

  constructor(settings: Settings) {
    super(1, settings.beta1, settings.beta2, settings.epsilon);
    this.#settings = settings;
  }

  override applyGradients(gradients: Record<string, Tensor> | NamedTensor[]): void {
    const { learningRate, beta1, beta2, epsilon } = this.#settings;
    const named: NamedTensor[] = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    for (const role of new Set(named.map(({ name }) => roleOf(name)))) {
      const own = this.#byRole.get(role) ?? new AdamOptimizer(1, beta1, beta2, epsilon);
      this.#byRole.set(role, own);
      const rate = typeof learningRate === "number" ? learningRate : learningRate[role];
      Object.assign(own, { learningRate: rate * this.factor });
      own.applyGradients(named.filter(({ name }) => roleOf(name) === role));
    }
  }

  override dispose(): void {
    for (const own of this.#byRole.values()) own.dispose();
  }
}

/** The role of a weight of a layer, by its name: `spectral_dense_1/lambdaIn`. */
function roleOf(variable: Variable["name"]): Role {
  const name = variable.split("/").at(-1)!;
  if (name.startsWith("lambda")) return "eigenvalues";
  if (name.startsWith("bias")) return "bias";
  return name.startsWith("kernel") ? "kernel" : "eigenvectors";
}
