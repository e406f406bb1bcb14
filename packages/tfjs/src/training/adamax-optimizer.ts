import { AdamaxOptimizer as CoreAdamax, clone, tidy, type Variable } from "@tensorflow/tfjs-core";

/**
 * tfjs's Adamax with a state that can be saved and loaded, where upstream (4.22) throws `getWeights() is not
 * implemented for Adamax yet.` The update rule is upstream's own.
 *
 * Weak point: as in every optimizer of tfjs, the state is kept by position, so it fits only a model that trains the
 * same variables in the same order.
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { adamax } from "@reciprocal/tfjs";
 *
 * const optimizer = adamax();
 * const state = await optimizer.getWeights();
 * await optimizer.setWeights(state);
 * console.log(state.map(({ name }) => name));
 * // => [ 'adamax/iterations', 'adamax/beta1_power' ]
 */
export class AdamaxOptimizer extends CoreAdamax {
  /** Names the call that must come before loading, since tfjs prints the name of a class that it does not know. */
  static override get className(): string {
    return "@reciprocal/tfjs/registerLayers>Adamax";
  }

  /**
   * The count t of steps, β₁ᵗ⁺¹, then m of each trained variable and u of each, in the order in which they train.
   * β₁ᵗ⁺¹ is among them because upstream accumulates it in float32: computed afresh it would differ in its last digits.
   *
   * @returns the optimizer's own variables, which it disposes itself
   */
  override getWeights(): ReturnType<CoreAdamax["getWeights"]> {
    const { iteration, accBeta1, accumulatedFirstMoment, accumulatedWeightedInfNorm } = stateOf(this);
    const slots = [...accumulatedFirstMoment, ...accumulatedWeightedInfNorm];
    return Promise.resolve([
      { name: "adamax/iterations", tensor: iteration },
      { name: "adamax/beta1_power", tensor: accBeta1 },
      ...slots.map(({ originalName, variable }) => ({ name: originalName, tensor: variable })),
    ]);
  }

  /**
   * Goes on from a state that was saved.
   *
   * @param weights - as `getWeights` gives them; they stay the caller's to dispose
   * @throws {RangeError} unless they are the two scalars and two tensors per variable
   */
  override async setWeights(weights: Parameters<CoreAdamax["setWeights"]>[0]): Promise<void> {
    if (!(weights.length >= 2 && weights.length % 2 === 0)) {
      throw new RangeError(
        `Adamax.setWeights: needs two scalars and two tensors per trained variable, got ${weights.length} tensors`,
      );
    }
    const [power, ...slots] = await this.extractIterations(weights);
    const state = stateOf(this);
    const before = [...state.accumulatedFirstMoment, ...state.accumulatedWeightedInfNorm];
    tidy(() => {
      state.iteration.assign(clone(weights[0]!.tensor));
      state.accBeta1.assign(clone(power!.tensor));
    });
    const variables = slots.map(({ name, tensor }) => ({
      originalName: name,
      variable: tensor.variable(false),
    }));
    state.accumulatedFirstMoment = variables.slice(0, slots.length / 2);
    state.accumulatedWeightedInfNorm = variables.slice(slots.length / 2);
    // last, as the new ones may have been read from them
    for (const { variable } of before) variable.dispose();
  }
}

interface Slot {
  readonly originalName: string;
  readonly variable: Variable;
}

/** What upstream keeps and declares private. */
interface State {
  readonly iteration: Variable;
  readonly accBeta1: Variable;
  accumulatedFirstMoment: Slot[];
  accumulatedWeightedInfNorm: Slot[];
}

function stateOf(optimizer: CoreAdamax): State {
  return optimizer as unknown as State;
}
