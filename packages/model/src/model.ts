import { freezeDeep, isObject, object, options, type OptionTable, show } from "@reciprocal/guards";
import { inputSize, type Network, outputSize, validateNetwork } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import { columnWidth, type InputSpec } from "./specs/input-spec.js";
import { type OutputSpec, outputWidth } from "./specs/output-spec.js";
import { checkLength, readInput, readOutput } from "./specs/read-specs.js";

/** A network and all that was learnt from the data beside it, as plain immutable data. */
export interface Model {
  /** What computes the outputs. */
  readonly network: Network;
  /** What the model takes, and how that becomes numbers. */
  readonly input: InputSpec;
  /** What the model answers, and how numbers become that. */
  readonly output: OutputSpec;
}

const modelOptions = options(
  () =>
    ({
      network: object<Network>("a network"),
      input: object<InputSpec>(),
      output: object<OutputSpec>(),
    }) satisfies OptionTable<Model>,
);

/**
 * A model of its three parts, checked; for a network that was trained elsewhere.
 *
 * @param parts - the three parts of a model; not modified
 * @returns frozen
 * @throws {TypeError | RangeError} for a field that is missing, unknown, of another type or out of range
 * @throws {ShapeError} for a network whose inputs or outputs are not as many as the specs say
 * @throws as `validateNetwork`
 *
 * @example
 * import { createModel } from "@reciprocal/model";
 * import { createNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 2, activation: "softmax" }] });
 * const output = { kind: "classes", name: "answer", classes: ["no", "yes"] } as const;
 * const model = createModel({ network, input: { kind: "numbers" }, output });
 * console.log(model.output.kind);
 * // => classes
 */
export function createModel(parts: Model): Model {
  return readModel("createModel", parts);
}

/** @param where - what errors begin with */
export function readModel(where: string, parts: unknown): Model {
  const hint = hintOf(parts);
  if (hint !== undefined) throw new TypeError(`${where}: needs a model, got ${show(parts)}; ${hint}`);
  const { network, input: givenInput, output: givenOutput } = modelOptions.read(where, parts as object);
  validateNetwork(network);
  const input = readInput(where, givenInput);
  const output = readOutput(where, givenOutput);
  checkInputs(where, network, input);
  checkOutputs(where, network, output);
  return freezeDeep({ network, input, output });
}

/** What to do with something else that is near a model. */
function hintOf(parts: unknown): string | undefined {
  if (parts instanceof Uint8Array) return "decodeModel makes one of the bytes of its file";
  if (!isObject(parts) || "network" in parts) return undefined;
  if ("model" in parts) return "its .model is one";
  return "layers" in parts ? "createModel makes one of a network" : undefined;
}

function checkInputs(where: string, network: Network, input: InputSpec): void {
  const size = inputSize(network);
  if (input.kind === "numbers") return checkLength(`${where}: input`, input, size, "inputs of the network");
  const needed =
    input.kind === "table"
      ? input.columns.reduce((sum, column) => sum + columnWidth(column), 0)
      : input.height * input.width * input.channels;
  if (needed === size) return;
  const what = input.kind === "table" ? "the columns" : "the image";
  throw new ShapeError(`${where}: the network must take ${needed} numbers, as ${what} of input, got ${size}`);
}

function checkOutputs(where: string, network: Network, output: OutputSpec): void {
  const [needed, size] = [outputWidth(output), outputSize(network)];
  if (needed !== size) {
    throw new ShapeError(`${where}: the network must have ${needed} outputs, as output has, got ${size}`);
  }
  const last = network.layers.at(-1);
  const activation = last?.kind === "activation" ? last.activation : "linear";
  const end = { classes: "softmax", labels: "sigmoid", number: undefined }[output.kind];
  if (end === undefined || activation === end) return;
  throw new RangeError(`${where}: the network must end with ${end} for ${output.kind}, got ${activation}`);
}
