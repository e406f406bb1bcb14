import { findNotFinite, integer } from "@reciprocal/guards";
import {
  parameterKey,
  parameters,
  triangleRows,
  unpackTriangle,
  withParameters,
  type Network,
  type TriangleRows,
} from "@reciprocal/network";
import { ConvergenceError } from "@reciprocal/spectral";
import type { TensorData } from "../engine/engine.js";
import type { LoweredParameter } from "@reciprocal/onnx";
import type { OptimizerState } from "../optimizers/optimizer-state.js";
import {
  createOptimizer,
  groupRates,
  type GroupRates,
  type OptimizerSettings,
} from "../optimizers/create-optimizer.js";
import type { Optimizer } from "../optimizers/optimizer.js";

/** One group of parameters: its values, the state of the optimizer, and its place in the graph. */
interface Entry {
  readonly parameter: LoweredParameter;
  /** As the network stores them; changed in place by every update. */
  readonly values: Float32Array;
  /** As the graph takes them: the same array, or a packed triangle with its zeros. */
  readonly feed: Float32Array;
  readonly triangle: Unpacked | undefined;
  readonly state: readonly Float32Array[];
  readonly rates: GroupRates;
}

/** Where the numbers of a packed triangle stand in what the graph takes. */
interface Unpacked extends TriangleRows {
  /** The packed gradient, kept to be filled again. */
  readonly gradient: Float32Array;
}

/** The name of the graph's output that holds the gradient of a group. */
export const gradientName = ({ input }: LoweredParameter): string => `gradient.${input.name}`;

/** The parameters of a network while they change. */
export class ParameterStore {
  readonly #network: Network;
  readonly #optimizer: Optimizer;
  readonly #clipNorm: number | undefined;
  readonly #entries: readonly Entry[];
  #steps = 0;

  /**
   * @throws {RangeError} if the state to go on from is not that of these groups under this optimizer
   */
  constructor(
    network: Network,
    trained: readonly LoweredParameter[],
    {
      settings,
      start,
      clipNorm,
    }: {
      /** Of the optimizer. */
      readonly settings: OptimizerSettings;
      /** The optimizer's state to go on from; default: none yet. */
      readonly start?: OptimizerState | undefined;
      /** The longest that the gradient may be. */
      readonly clipNorm?: number | undefined;
    },
  ) {
    this.#network = network;
    const optimizer = createOptimizer(settings);
    this.#optimizer = optimizer;
    this.#clipNorm = clipNorm;
    const groups = new Map(parameters(network).map((group) => [parameterKey(group), group]));
    this.#entries = trained.map((parameter) => {
      const group = groups.get(parameterKey(parameter))!;
      const values = Float32Array.from(group.values);
      const { packed } = group;
      const triangle = packed && { ...triangleRows(packed), gradient: new Float32Array(values.length) };
      const feed = packed
        ? Float32Array.from(unpackTriangle(values, packed.size, packed.side, packed.lines))
        : values;
      const state = Array.from({ length: optimizer.slots }, () => new Float32Array(values.length));
      return { parameter, values, feed, triangle, state, rates: groupRates(settings, group.role) };
    });
    if (start) this.#takeOver(start);
  }

  #takeOver({ steps, groups }: OptimizerState): void {
    const where = "optimizerState";
    integer({ min: 0 }).read(where, "steps", steps);
    const needed = this.#entries.map(({ parameter }) => parameterKey(parameter)).join(", ");
    const got = groups.map(parameterKey).join(", ") || "none";
    if (got !== needed) throw new RangeError(`${where}: needs the groups ${needed}, got ${got}`);
    this.#entries.forEach(({ parameter, state }, i) => {
      const { slots } = groups[i]!;
      const sizes = (arrays: readonly Float32Array[]) =>
        arrays.map(({ length }) => length).join(" and ") || "no";
      if (sizes(slots) !== sizes(state)) {
        throw new RangeError(
          `${where}: ${parameterKey(parameter)} needs ${sizes(state)} numbers, got ${sizes(slots)}`,
        );
      }
      state.forEach((slot, s) => slot.set(slots[s]!));
    });
    this.#steps = steps;
  }

  /** A copy of the optimizer's state. */
  state(): OptimizerState {
    return {
      steps: this.#steps,
      groups: this.#entries.map(({ parameter: { layer, name }, state }) => ({
        layer,
        name,
        slots: state.map((slot) => slot.slice()),
      })),
    };
  }

  /** The inputs of the graph; their arrays follow every update. */
  feeds(): Record<string, TensorData> {
    return Object.fromEntries(
      this.#entries.map(({ parameter: { input }, feed }) => [
        input.name,
        { data: feed, shape: input.shape as number[] },
      ]),
    );
  }

  /** Updates so far. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * One step of the optimizer, with the graph's gradients by gradientName.
   *
   * @param factor - on the learning rates
   * @throws {ConvergenceError} naming the group, if one of its gradients, of its values or of what the optimizer remembers
   * is not finite; the groups before it have had their step then
   */
  update(gradients: Readonly<Record<string, Float32Array>>, factor: number): void {
    const step = ++this.#steps;
    const own = this.#entries.map((entry) => gradientOf(entry, gradients));
    if (this.#clipNorm !== undefined && !clip(own, this.#clipNorm)) this.#refuseGradients(own);
    this.#entries.forEach((entry, i) => {
      const { values, feed, triangle, state, rates } = entry;
      const learningRate = rates.learningRate * factor;
      const isFinite = this.#optimizer.update(values, own[i]!, state, { ...rates, step, learningRate });
      if (!isFinite) this.#refuse(entry, own[i]!);
      if (!triangle) return;
      forEachRow(triangle, (start, end, packed) =>
        feed.set(values.subarray(packed, packed + end - start), start),
      );
    });
  }

  #refuseGradients(gradients: readonly Float32Array[]): void {
    this.#entries.forEach((entry, i) => this.#refuseGradient(entry, gradients[i]!));
  }

  #refuseGradient({ parameter }: Entry, gradient: Float32Array): void {
    const index = findNotFinite(gradient);
    if (index === -1) return;
    throw new ConvergenceError(
      `training: the gradient of ${numberOf(parameter, index)} is ${gradient[index]} in step ${this.#steps}` +
        tooLarge,
    );
  }

  /** Says what is not finite in a group that had a step. */
  #refuse(entry: Entry, gradient: Float32Array): never {
    this.#refuseGradient(entry, gradient);
    const { parameter, values, state } = entry;
    for (const slot of state) {
      const index = findNotFinite(slot);
      if (index === -1) continue;
      throw new ConvergenceError(
        `training: the gradient of ${numberOf(parameter, index)} is ${gradient[index]} in step ${this.#steps}, and what ` +
          `the optimizer keeps of it passes the largest float32${tooLarge}`,
      );
    }
    throw this.#valueError(parameter, values);
  }

  #valueError(parameter: LoweredParameter, values: Float32Array): ConvergenceError {
    const index = findNotFinite(values);
    return new ConvergenceError(
      `training: ${numberOf(parameter, index)} is ${values[index]} after ${this.#steps} steps; a smaller learning rate ` +
        "may help",
    );
  }

  /**
   * The network with the parameters as they are now.
   *
   * @throws {ConvergenceError} when one of them is no longer finite
   */
  network(): Network {
    for (const { parameter, values } of this.#entries) {
      if (findNotFinite(values) !== -1) throw this.#valueError(parameter, values);
    }
    const updates = this.#entries.map(({ parameter: { layer, name }, values }) => ({
      layer,
      name,
      values: values.slice(),
    }));
    return withParameters(this.#network, updates);
  }
}

const numberOf = ({ layer, name }: LoweredParameter, index: number): string =>
  `number ${index} of ${name} in layer ${layer}`;

/** What may help against gradients that pass float32. */
const tooLarge =
  "; scale inputs and targets to a deviation of 1, take a smaller learning rate, or give clipNorm";

/** The gradient of a group in the order of its values. */
function gradientOf(
  { parameter, triangle }: Entry,
  gradients: Readonly<Record<string, Float32Array>>,
): Float32Array {
  const gradient = gradients[gradientName(parameter)]!;
  if (!triangle) return gradient;
  forEachRow(triangle, (start, end, packed) => triangle.gradient.set(gradient.subarray(start, end), packed));
  return triangle.gradient;
}

/**
 * Shortens a gradient that is longer than `longest`, over all groups, in place. The squares of float32 numbers fit float64,
 * so the length is finite if and only if all of them are.
 *
 * @returns whether it is
 */
function clip(gradients: readonly Float32Array[], longest: number): boolean {
  let squares = 0;
  for (const gradient of gradients) for (const g of gradient) squares += g * g;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length)) return false;
  if (length <= longest) return true;
  const factor = longest / length;
  for (const gradient of gradients) for (let i = 0; i < gradient.length; i++) gradient[i]! *= factor;
  return true;
}

/** Visits the rows of a triangle: where the numbers of each stand with the zeros, and where among the packed numbers. */
function forEachRow(
  { rows, columns, starts, ends }: TriangleRows,
  visit: (start: number, end: number, packed: number) => void,
): void {
  let packed = 0;
  for (let row = 0; row < rows; row++) {
    const [start, end] = [row * columns + starts[row]!, row * columns + ends[row]!];
    visit(start, end, packed);
    packed += end - start;
  }
}
