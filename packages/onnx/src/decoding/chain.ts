import type { ActivationFunction, ActivationLayer, DenseLayer, Layer, Network } from "@reciprocal/network";
import type { ValueInfoProto } from "@reciprocal/graph";
import { quote, showList } from "@reciprocal/guards";
import {
  addsNothing,
  type Affine,
  composed,
  isAll,
  type PerValue,
  scaleAt,
  shiftAt,
  unchanged,
  widthOf,
} from "./affine.js";
import { type Budget, checkDimensions } from "./budget.js";
import type { Constants } from "./constants.js";
import { refuseFormat, refuseUnsupported } from "./refuse.js";
import { listOf, type Size, type Sizes } from "./sizes.js";
import { fits, sizeOf, spread, type StridedTensor } from "./strided-tensor.js";

/** Sizes of one sample, undefined if only a run knows it. */
type Sample = readonly (number | undefined)[];

/** A mapping that is not finished: what comes before and after it is worked into it when it is. */
interface Draft {
  readonly inputs: number;
  readonly outputs: number;
  /** w, m×n */
  readonly kernel: Float64Array;
  readonly before: Affine | undefined;
  readonly after: Affine;
  /** Whether something is added after it, be it 0. */
  readonly isShifted: boolean;
}

/** What the chain was before its last step. */
interface Before {
  readonly names: ReadonlySet<string>;
  readonly layers: number;
  readonly pending: Affine | undefined;
}

/** The layers so far, and the value that they have come to. */
export class Chain {
  /** How many samples there are, if the model says so. */
  readonly batch: number | undefined;
  /** Sizes of the value after the first; undefined if the model does not say how many there are. */
  sample: Sample | undefined;
  /** What the chain was before the last step that made something else of the value. */
  before: Before | undefined;

  private readonly layers: Layer[] = [];
  /** The place after the last layer that is no softmax. */
  private beforeSoftmax = 0;
  private draft: Draft | undefined;
  /** What waits for a mapping to be worked into. */
  private pending: Affine | undefined;
  /** Why nothing may follow. */
  private ended: string | undefined;
  /** The names of the value: results of nodes that pass it on are names of it too. */
  private names: Set<string>;
  private readonly shapes = new Map<string, Sizes>();
  private inputs: number | undefined;

  constructor(
    { name = "", type }: ValueInfoProto,
    private readonly constants: Constants,
    private readonly budget: Budget,
  ) {
    checkDimensions(type?.tensor?.shape?.dimensions?.length ?? 0, `input ${quote(name)}`);
    const sizes = type?.tensor?.shape?.dimensions?.map(({ size = 0 }) => (size > 0 ? size : undefined));
    if (sizes && sizes.length < 2) {
      refuseUnsupported(
        `input ${quote(name)} has ${sizes.length} dimensions; supported are two or more, the first of them samples`,
      );
    }
    [this.batch, this.sample] = [sizes?.[0], sizes?.slice(1)];
    this.names = new Set();
    this.alias(name);
  }

  /** How errors call the value. */
  get value(): string {
    return [...this.names].at(-1)!;
  }

  /** How many layers there are, those included that are not finished. */
  get length(): number {
    return this.layers.length + (this.draft ? 1 : 0);
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** Another name for the value. */
  alias(name: string): void {
    this.constants.claim(name);
    this.names.add(name);
    this.shapes.set(name, this.shape());
  }

  /** The name of what the last step made of the value. */
  advance(name: string, before: Before): void {
    this.before = before;
    this.names = new Set();
    this.alias(name);
  }

  /** The chain as it is, to be told to `advance`. */
  now(): Before {
    return { names: this.names, layers: this.length, pending: this.pending };
  }

  /** The shape of the value, or of what it once was. */
  shapeOf(name: string): Sizes | undefined {
    return this.shapes.get(name);
  }

  private shape(): Sizes {
    const sample = (this.sample ?? []).map((size): Size => size ?? "unknown");
    return listOf([this.batch ?? "samples", ...sample]);
  }

  /** Numbers per sample, if they are known. */
  width(): number | undefined {
    return this.sample?.reduce<number | undefined>((product, size) => product && size && product * size, 1);
  }

  addActivation(where: string, which: ActivationFunction): void {
    this.checkOpen(where);
    this.refusePending(`what ${where} takes`);
    this.close();
    this.push({ kind: "activation", ...which });
  }

  private push(layer: Layer): void {
    this.layers.push(layer);
    const isSoftmax = layer.kind === "activation" && layer.activation === "softmax";
    if (!isSoftmax) this.beforeSoftmax = this.layers.length;
  }

  /** Nothing may follow, for a reason. */
  end(reason: string): void {
    this.ended = reason;
  }

  /** y = factor · w x of w, m×n. */
  addMapping(where: string, w: StridedTensor, factor: number): void {
    this.checkOpen(where);
    const [outputs, inputs] = w.shape;
    if (w.shape.length !== 2 || !inputs || !outputs) {
      refuseUnsupported(`${where} needs a matrix with rows and columns, got the shape ${showList(w.shape)}`);
    }
    this.checkArriving(where, inputs);
    this.budget.numbers(inputs * outputs, where);
    const kernel = new Float64Array(outputs * inputs);
    const [row = 0, column = 0] = w.strides;
    for (let i = 0, index = 0; i < outputs; i++) {
      for (let j = 0; j < inputs; j++) kernel[index++] = factor * w.at(i * row + j * column);
    }
    this.close();
    this.draft = { inputs, outputs, kernel, before: this.pending, after: unchanged(where), isShifted: false };
    this.pending = undefined;
    this.budget.steps(2 * kernel.length, where); // of close
    this.inputs ??= inputs;
    this.sample = [outputs];
  }

  /** A layer that was read in another way, of its own numbers. */
  addLayer(where: string, layer: Exclude<Layer, ActivationLayer>): void {
    this.checkOpen(where);
    this.refusePending(`what ${where} takes`);
    this.checkArriving(where, layer.inputs);
    this.close();
    this.push(layer);
    this.inputs ??= layer.inputs;
    this.sample = [layer.outputs];
  }

  /** An activation that changes nothing, which no node shows. */
  addLinear(where: string): void {
    this.budget.numbers(1, where);
    this.close();
    this.push({ kind: "activation", activation: "linear" });
  }

  private checkArriving(where: string, inputs: number): void {
    const sizes = this.sample ?? [undefined];
    if (sizes.length !== 1) {
      const shown = ["samples", ...sizes.map((size) => size ?? "?")].join(", ");
      refuseUnsupported(
        `${where} gets [${shown}]; supported are samples × values, so Flatten must come first`,
      );
    }
    if (sizes[0] !== undefined && sizes[0] !== inputs) {
      refuseFormat(`${where} needs ${inputs} values per sample, got ${sizes[0]}`);
    }
  }

  /**
   * x ↦ scale · x + shift for every value of a sample: worked into the mapping before it, in float64 and rounded once, or
   * kept for the one after it.
   */
  addAffine(where: string, { scale, shift }: { scale?: PerValue; shift?: PerValue }): void {
    this.checkOpen(where);
    const { draft } = this;
    const before = draft?.after ?? this.pending ?? unchanged(where);
    this.budget.steps(widthOf(scale ?? 1, shift ?? 0), where);
    const after = composed(before, scale ?? 1, shift ?? 0);
    if (draft) this.draft = { ...draft, after, isShifted: draft.isShifted || shift !== undefined };
    else this.pending = after;
  }

  /** A constant operand for every value of a sample. */
  perValue(where: string, tensor: StridedTensor): PerValue {
    const { shape } = tensor;
    const { sample } = this;
    const rank = (sample?.length ?? Infinity) + 1;
    if (sizeOf(shape) === 1 && shape.length <= rank) return tensor.at(0);
    const refuse = (needed: string): never =>
      refuseUnsupported(`${where} needs ${needed}, got the shape ${showList(shape)}`);
    if (!sample || sample.some((size) => size === undefined)) {
      return refuse("one number, as the sizes of a sample are not known");
    }
    const ofSample =
      shape.length === rank && shape[0] === 1
        ? { ...tensor, shape: shape.slice(1), strides: tensor.strides.slice(1) }
        : tensor;
    const over = sample as readonly number[];
    if (fits(ofSample, over)) return spread(ofSample, over, { budget: this.budget, where });
    return refuse(`one number or ${this.shown()} of them, the same for all samples`);
  }

  private shown(): string {
    return (this.sample ?? []).map((size) => size ?? "?").join("×") || "1";
  }

  /** Finishes a mapping, s (w (σ x + τ)) + t as (s w σ) x + (s w τ + t), and rounds it once. */
  private close(): void {
    if (!this.draft) return;
    const { inputs, outputs, kernel, before, after, isShifted } = this.draft;
    this.draft = undefined;
    const rounded = new Float32Array(kernel.length);
    const bias = new Float32Array(outputs);
    for (let i = 0; i < outputs; i++) {
      const scale = scaleAt(after, i);
      let sum = 0;
      for (let j = 0; j < inputs; j++) {
        const w = kernel[i * inputs + j]!;
        rounded[i * inputs + j] = scale * (before ? w * scaleAt(before, j) : w);
        if (before) sum += w * shiftAt(before, j);
      }
      bias[i] = scale * sum + shiftAt(after, i);
    }
    const isBiased = isShifted || (before !== undefined && !addsNothing(before));
    this.push({
      kind: "dense",
      ...{ inputs, outputs, kernel: rounded },
      ...(isBiased && { bias }),
      trainable: { kernel: true, bias: true },
    } satisfies DenseLayer);
  }

  private checkOpen(where: string): void {
    if (this.ended !== undefined) refuseUnsupported(`${where} follows ${this.ended}`);
  }

  private refusePending(what: string): void {
    const { pending } = this;
    if (!pending) return;
    this.pending = undefined;
    if (isAll(pending, 1, 0)) return;
    refuseUnsupported(
      `${pending.where} scales or shifts ${what}; a network can do so only in a mapping, so Gemm or MatMul must come ` +
        `before it, or follow it at once`,
    );
  }

  /**
   * Where the value is [1 − p, p] of a sigmoid p of one node, made of p and 1 − p: the softmax of [0, z] in its place, which is
   * the same. Not if there is something else.
   *
   * @returns whether it was done
   */
  joinComplement(where: string): boolean {
    const { before, pending } = this;
    const [mapping, activation] = this.layers.slice(-2);
    const isComplement = pending !== undefined && isAll(pending, -1, 1) && before?.pending === undefined;
    if (!isComplement || before?.layers !== this.length) return false;
    if (activation?.kind !== "activation" || activation.activation !== "sigmoid") return false;
    if (mapping?.kind !== "dense" || mapping.outputs !== 1) return false;
    const { inputs, kernel, bias } = mapping;
    this.budget.numbers(2 * inputs, where);
    const wide = new Float32Array(2 * inputs);
    wide.set(kernel, inputs);
    this.layers.length -= 2;
    this.push({
      ...{ ...mapping, outputs: 2, kernel: wide },
      ...(bias && { bias: Float32Array.of(0, bias[0]!) }),
    });
    this.push({ kind: "activation", activation: "softmax" });
    this.pending = undefined;
    this.sample = [2];
    return true;
  }

  network(): Network {
    this.refusePending("what the model gives");
    this.close();
    const inputs = this.inputs ?? this.width();
    if (inputs === undefined) {
      refuseUnsupported("the graph has no Gemm or MatMul, and its input no size that is known");
    }
    return { inputShape: [inputs], layers: this.layers };
  }

  /** Whether layer `index` and those after it only make a softmax of what there was. */
  isOnlySoftmaxFrom(index: number): boolean {
    return !this.draft && index >= this.beforeSoftmax;
  }
}
