import type { Input, Value } from "@reciprocal/graph";
import type { ParameterId } from "@reciprocal/network";
import type { FormName } from "./form.js";

/** A group of numbers that the graph takes as an input, so that runs may change it. */
export interface LoweredParameter extends ParameterId {
  /** Its name is `parameterKey` of the address; R of S-QR is fed as a square with its zeros. */
  readonly input: Input;
}

/** One mapping of the network, in the form that was chosen. */
export interface LoweredMapping {
  /** Place in `network.layers`, from 0. */
  readonly layer: number;
  /** In which order it is computed. */
  readonly form: FormName;
  /** Its groups of numbers that are inputs of the graph. */
  readonly parameters: readonly LoweredParameter[];
  /** Builds w, m×n, as the layer uses it, with its mask: for penalties on it. */
  readonly kernel: () => Value;
}

/** The dynamic mask of a layer whose w changes from run to run. */
export interface LoweredMask {
  /** Place in `network.layers`, from 0. */
  readonly layer: number;
  /** Numbers in w. */
  readonly weights: number;
  /** Where the run is to look for the threshold; both of shape [1]. */
  readonly bracket: { readonly low: Input; readonly high: Input };
  /** Of shape [1]; NaN if it is not within the bracket, and then all else that the run computed is void. */
  readonly threshold: Value;
}

/** A network as values of a graph. */
export interface LoweredNetwork {
  /** What the network computes, [batch, outputs]. */
  readonly outputs: Value;
  /** What goes into the last layer if that is a softmax or a sigmoid, for a cross-entropy that does not overflow. */
  readonly logits: Value | undefined;
  /** The mappings, in order. */
  readonly mappings: readonly LoweredMapping[];
  /** Of the layers whose masks are found anew in every run. */
  readonly masks: readonly LoweredMask[];
}
