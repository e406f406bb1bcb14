import { adam } from "@reciprocal/training";
import { AdamOptimizer, type Tensor, type Variable } from "@tensorflow/tfjs-core";
import type { NamedTensor } from "@tensorflow/tfjs-core/dist/tensor_types";

const { learningRate, beta1, beta2, epsilon } = adam();
const moments = [beta1, beta2, epsilon] as const;
type Role = keyof Exclude<typeof learningRate, number>;

/**
 * Adam with the settings of @reciprocal/training, which have a rate for each role of numbers. TensorFlow.js has one rate for
 * all of a model, so this is one of its Adams for each role.
 */
export class AdamByRole extends AdamOptimizer {
  readonly #byRole = new Map<Role, AdamOptimizer>();
  /** On all rates, in the next step. */
  factor = 1;

  constructor() {
    super(1, ...moments);
  }

  override applyGradients(gradients: Record<string, Tensor> | NamedTensor[]): void {
    const named: NamedTensor[] = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    for (const role of new Set(named.map(({ name }) => roleOf(name)))) {
      const own = this.#byRole.get(role) ?? new AdamOptimizer(1, ...moments);
      this.#byRole.set(role, own);
      Object.assign(own, { learningRate: ofRole(role) * this.factor });
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

function ofRole(role: Role): number {
  return typeof learningRate === "number" ? learningRate : learningRate[role];
}
