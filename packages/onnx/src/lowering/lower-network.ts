import { flag, callback, integer, options, type OptionTable } from "@reciprocal/guards";
import { constant, input, named, type Input, type Value } from "@reciprocal/graph";
import {
  isMapping,
  layerShapes,
  materialize,
  type Layer,
  type Network,
  type ParameterId,
  parameterKey,
  type ParameterName,
} from "@reciprocal/network";
import { cheapestForm } from "./cheapest-form.js";
import type { Form, MappingForm, Precompute } from "./form.js";
import { formsOf } from "./kinds/index.js";
import type { LoweredMapping, LoweredMask, LoweredNetwork, LoweredParameter } from "./lowered-network.js";
import { maskedKernel } from "./masked-kernel.js";

/** Options of `lowerNetwork`. */
export interface LoweringOptions {
  /** Samples per run, for weighing the forms. Default 1. */
  readonly batchSize?: number;
  /** Which groups of numbers become inputs of the graph, by address and whether they train. Default: none. */
  readonly isInput?: (id: ParameterId, isTrainable: boolean) => boolean;
  /** Whether the gradients of those inputs count when forms are weighed. Default false. */
  readonly isDifferentiated?: boolean;
  /**
   * Is offered what the first layer makes of the data alone, and may give an input in its place that holds the same
   * numbers, computed once for a whole data set. Default: gives back what it gets.
   */
  readonly precompute?: Precompute;
  /**
   * Is offered what enters each mapping but the first, by its place in the network, and may give something in its place:
   * dropout. Default: gives back what it gets.
   */
  readonly hidden?: (value: Value, layer: number) => Value;
  /**
   * Whether the graph is for people and tools: values have names like `layer0.kernel`, and a kernel that no run changes
   * stays what it is made of, even under a mask. Default false.
   */
  readonly isReadable?: boolean;
}

const loweringOptions = options(
  () =>
    ({
      batchSize: integer({ min: 1 }).default(1),
      isInput: callback<NonNullable<LoweringOptions["isInput"]>>().default(() => false),
      isDifferentiated: flag().default(false),
      precompute: callback<Precompute>().default((value) => value),
      hidden: callback<NonNullable<LoweringOptions["hidden"]>>().default((value) => value),
      isReadable: flag().default(false),
    }) satisfies OptionTable<LoweringOptions>,
);

/**
 * A network as values of a graph on the input x, [batch, inputs]: each layer in the form that costs least for what is
 * trained, found by counting the work of every form with the gradients that it needs. Groups of numbers that are no input
 * are constants, which are not copied.
 *
 * A dynamic mask on a kernel that runs change is found anew in every run, within a bracket that the run is given
 * (`masks`); on a constant kernel it is as fixed as the other one.
 *
 * @param network - what to lower; not modified
 * @param x - the input of the graph, [batch, inputs]
 * @throws {ShapeError} if x does not fit the network, and for a softmax over the channels of an image, since x is rows
 * @throws {RangeError | TypeError} for a wrong option
 *
 * @example
 * import { input, interpret } from "@reciprocal/graph";
 * import { createNetwork } from "@reciprocal/network";
 * import { lowerNetwork } from "@reciprocal/onnx";
 *
 * const network = createNetwork({ inputShape: 3, layers: [{ kind: "spectral", units: 2 }] });
 * const { outputs } = lowerNetwork(network, input("x", ["batch", 3]));
 * console.log(interpret({ outputs }, { x: { data: [1, 2, 3], shape: [1, 3] } }).outputs.shape);
 * // => [ 1, 2 ]
 */
export function lowerNetwork(network: Network, x: Input, given: LoweringOptions = {}): LoweredNetwork {
  const { batchSize, isInput, isDifferentiated, precompute, hidden, isReadable } = loweringOptions.read(
    "lowerNetwork",
    given,
  );
  const mappings: LoweredMapping[] = [];
  const masks: LoweredMask[] = [];
  let logits: Value | undefined;
  let outputs: Value = x;
  const shapes = layerShapes(network);

  network.layers.forEach((layer, index) => {
    const isFirst = outputs === x;
    if (isMapping(layer) && mappings.length > 0) outputs = hidden(outputs, index);
    const parameters: LoweredParameter[] = [];
    const name = (value: Value, text: string): Value =>
      isReadable && value.kind !== "input" ? named(value, `layer${index}.${text}`) : value;
    const forms = formsOf(layer, {
      where: `lowerNetwork: layer ${index}`,
      shape: shapes[index]!.input,
      name,
      group(group, values, shape) {
        const id: ParameterId = { layer: index, name: group };
        if (!isInput(id, isTrainable(layer, group))) return name(constant(values(), shape), group);
        const parameter = { ...id, input: input(parameterKey(id), shape) };
        parameters.push(parameter);
        return parameter.input;
      },
      basis: (text, source) => name(constant(materialize(source), [source.rows, source.columns]), text),
      masked: (w) =>
        isMapping(layer)
          ? maskedKernel(w, layer, {
              index,
              keepsParts: isReadable,
              name,
              onMask: (mask) => masks.push(mask),
            })
          : w,
      precompute: isFirst ? precompute : (value) => value,
    });

    // Only this layer is weighed: an input stands for what the layers before it compute, and needs a gradient if one of
    // them is trained.
    const before = isFirst ? x : input("before", outputs.shape);
    const isTrainedBefore = mappings.some((mapping) => mapping.parameters.length > 0);
    const trained = [...parameters.map((parameter) => parameter.input), ...(isTrainedBefore ? [before] : [])];
    const differentiated = isDifferentiated ? trained : [];
    const { form, z } = cheapestForm(forms, before, { differentiated, batchSize });

    logits = isSoftmax(layer) || isSigmoid(layer) ? outputs : undefined;
    // what was weighed on the data itself stays: building it again would precompute everything twice
    const result = isFirst ? z : form.build(outputs);
    outputs = result === outputs ? result : name(result, "y");
    if (isMappingForm(form)) {
      mappings.push({ layer: index, form: form.name, parameters, kernel: form.kernel });
    }
  });
  return { outputs, logits, mappings, masks };
}

const isSoftmax = (layer: Layer): boolean => layer.kind === "activation" && layer.activation === "softmax";

const isSigmoid = (layer: Layer): boolean => layer.kind === "activation" && layer.activation === "sigmoid";

const isMappingForm = (form: Form): form is MappingForm => "kernel" in form;

const isTrainable = (layer: Layer, name: ParameterName): boolean =>
  isMapping(layer) && (layer.trainable as Partial<Record<ParameterName, boolean>>)[name] === true;
