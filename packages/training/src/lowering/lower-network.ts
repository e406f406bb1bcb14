import type { Activation, MappingLayer, Network, ParameterName } from "@reciprocal/network";
import { maskedCount } from "@reciprocal/spectral";
import {
  constant,
  elu,
  gradients,
  graphCost,
  input,
  type Input,
  reduceSum,
  relativeTime,
  relu,
  sigmoid,
  softmax,
  tanh,
  type Value,
} from "@reciprocal/graph";
import { maskBelow, thresholdWithin } from "./magnitude-mask.js";
import { candidateForms, type Form, type FormName, type GroupOf } from "./mapping-forms.js";
import type { Precompute } from "./spectral-mapping.js";

/** A group of numbers of a layer that the graph takes as an input, so that training may change it. */
export interface Parameter {
  readonly layer: number;
  readonly name: ParameterName;
  readonly input: Input;
}

/** The dynamic mask of a layer whose w changes from run to run. */
export interface LoweredMask {
  readonly layer: number;
  /** Numbers in w. */
  readonly weights: number;
  /** Where the run is to look for the threshold; both of shape [1]. */
  readonly bracket: { readonly low: Input; readonly high: Input };
  /** Of shape [1]; NaN where it is not within the bracket, and then all else that the run computed is void. */
  readonly threshold: Value;
}

/** One mapping of the network, in the form that was chosen. */
export interface LoweredMapping {
  readonly layer: number;
  readonly form: FormName;
  readonly parameters: readonly Parameter[];
  /** Builds w, m×n, as the layer uses it, with its mask: for penalties on it. */
  readonly kernel: () => Value;
}

export interface LoweredNetwork {
  /** What the network computes, [batch, outputs]. */
  readonly outputs: Value;
  /** What goes into the last layer where that is a softmax, for a cross-entropy that does not overflow. */
  readonly logits: Value | undefined;
  readonly mappings: readonly LoweredMapping[];
  /** Of the layers whose masks are found anew in every run. */
  readonly masks: readonly LoweredMask[];
}

export interface LoweringOptions {
  /** Samples per run, for weighing the forms. */
  readonly batchSize: number;
  /** Which groups of numbers become inputs of the graph, by the name of the input; the others are constants. */
  readonly isInput: (name: string, trainable: boolean) => boolean;
  /** Whether the gradients of those inputs count when forms are weighed. */
  readonly differentiated: boolean;
  /** See Precompute. Default: nothing is precomputed. */
  readonly precompute?: Precompute;
}

/**
 * Writes a network as a graph on the input x, [batch, inputs]: each layer in the form that costs least for what is
 * trained, by counting the work of every form with the gradients that it needs.
 */
export function lowerNetwork(network: Network, x: Input, options: LoweringOptions): LoweredNetwork {
  const { batchSize, isInput, differentiated, precompute = (value) => value } = options;
  const mappings: LoweredMapping[] = [];
  const masks: LoweredMask[] = [];
  let logits: Value | undefined;
  let outputs: Value = x;

  network.layers.forEach((layer, index) => {
    if (layer.kind === "activation") {
      logits = layer.activation === "softmax" ? outputs : undefined;
      outputs = activate(layer.activation, outputs);
      return;
    }
    logits = undefined;
    const parameters: Parameter[] = [];
    const group: GroupOf = (name, values, shape) => {
      const isTrainable = (layer.trainable as Partial<Record<ParameterName, boolean>>)[name] === true;
      const inputName = `${index}.${name}`;
      if (!isInput(inputName, isTrainable)) return constant(values(), shape);
      const value = input(inputName, shape);
      parameters.push({ layer: index, name, input: value });
      return value;
    };

    const forms = candidateForms(layer, {
      group,
      precompute: outputs === x ? precompute : (value) => value,
      mask(w) {
        const mask = dynamicMask(w, layer, index);
        masks.push(mask);
        return maskBelow(w, mask.threshold);
      },
    });
    // Only this layer is weighed: an input stands for what the layers before it compute, and needs a gradient where
    // one of them is trained.
    const before = outputs === x ? x : input("before", outputs.shape);
    const isTrainedBefore = mappings.some((mapping) => mapping.parameters.length > 0);
    const weigh = (form: Form) => {
      const z = form.build(before);
      const trained = [
        ...parameters.map((parameter) => parameter.input),
        ...(isTrainedBefore ? [before] : []),
      ];
      const needed = differentiated
        ? gradients(reduceSum(z), trained).filter((value) => value !== undefined)
        : [];
      return { form, z, time: relativeTime(graphCost([z, ...needed], { batch: batchSize })) };
    };
    const { form, z } = forms.map(weigh).reduce((a, b) => (b.time < a.time ? b : a));
    // what was weighed on the data itself stays: building it again would precompute everything twice
    outputs = before === outputs ? z : form.build(outputs);
    mappings.push({ layer: index, form: form.name, parameters, kernel: form.kernel });
  });
  return { outputs, logits, mappings, masks };
}

function dynamicMask(w: Value, { inputs, outputs, sparsity = 0 }: MappingLayer, layer: number): LoweredMask {
  const weights = inputs * outputs;
  const bracket = { low: input(`${layer}.low`, [1]), high: input(`${layer}.high`, [1]) };
  const threshold = thresholdWithin(w, maskedCount(weights, sparsity), bracket);
  return { layer, weights, bracket, threshold };
}

function activate(activation: Activation, x: Value): Value {
  switch (activation) {
    case "linear":
      return x;
    case "relu":
      return relu(x);
    case "tanh":
      return tanh(x);
    case "sigmoid":
      return sigmoid(x);
    case "elu":
      return elu(x);
    case "softmax":
      return softmax(x);
  }
}
