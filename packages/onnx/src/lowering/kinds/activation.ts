import { elu, relu, sigmoid, softmax, tanh, type Value } from "@reciprocal/graph";
import type { Activation, ActivationLayer } from "@reciprocal/network";
import type { FormsOf } from "../form.js";

const functions: Readonly<Record<Activation, (x: Value) => Value>> = {
  linear: (x) => x,
  relu,
  tanh,
  sigmoid,
  elu,
  softmax,
};

export const activation: FormsOf<ActivationLayer> = (layer) => [{ build: functions[layer.activation] }];
