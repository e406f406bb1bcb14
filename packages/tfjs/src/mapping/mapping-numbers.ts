import { dispose, keep, tensor, type Tensor, type Tensor2D, transpose } from "@tensorflow/tfjs-core";
import type { layers, LayerVariable } from "@tensorflow/tfjs-layers";
import type { Operand } from "../operators/operand.js";
import { readableUntil } from "../training/stale-weights.js";
import type { Part } from "./initial-parts.js";
import type { Operands } from "./mapping-definition.js";
import type { MatrixArgument } from "./matrix-argument.js";
import { rehearsal } from "./rehearsal.js";

export interface MappingNumbersOptions {
  /** Names of all groups and matrices, in the order of the weights. */
  readonly names: readonly string[];
  /** Those that are matrices. */
  readonly matrices: readonly string[];
  /** What the layer was given: matrices, and digests such as `phiDigest`. */
  readonly settings: object;
  /** Groups that are zero, and no weight until they train. */
  readonly zeros: readonly string[];
  /** The groups that training changes. */
  readonly trainable: ReadonlySet<string>;
  /** Whether a group starts from an initializer of Keras. */
  readonly isInitialized: (name: string) => boolean;
  /** Adds a weight to the layer, `values` being its initial values unless the group has an initializer. */
  readonly addWeight: (group: string, weight: NewWeight) => LayerVariable;
}

export interface NewWeight {
  /** The group, after the scope of the layer if TensorFlow.js does not add it by itself. */
  readonly name: string;
  readonly shape: number[];
  readonly values: () => Float32Array;
  readonly isTrainable: boolean;
}

/**
 * The numbers of a layer. Each group or matrix is a weight, which is saved, or a constant that can be made again from
 * the config (a frozen random matrix; λ_in of one set of eigenvalues), which is owned here.
 */
export class MappingNumbers implements Operands {
  readonly #layer: layers.Layer;
  readonly #options: MappingNumbersOptions;
  readonly #matrices: Map<string, MatrixArgument>;
  readonly #digests: Map<string, string>;
  readonly #weights = new Map<string, LayerVariable>();
  readonly #constants = new Map<string, Tensor>();
  /** Of constants that are matrices, as far as they were asked for. */
  readonly #transposes = new Map<string, Tensor2D>();
  /** Weights that nothing has written yet. */
  readonly #pending = new Set<string>();
  #parts: readonly Part[] = [];
  #trainable: ReadonlySet<string>;
  /** How often what trains was changed. */
  #choices = 0;

  constructor(layer: layers.Layer, options: MappingNumbersOptions) {
    const given = options.settings as Readonly<Record<string, unknown>>;
    const among = <T>(nameOf: (matrix: string) => string) =>
      new Map(
        options.matrices.flatMap((matrix) => {
          const value = given[nameOf(matrix)];
          return value === undefined ? [] : [[matrix, value as T]];
        }),
      );
    this.#layer = layer;
    this.#options = options;
    this.#trainable = options.trainable;
    this.#matrices = among((matrix) => matrix);
    this.#digests = among(digestOf);
  }

  /** Matrices other than those of `createNetwork`. */
  get matrices(): ReadonlyMap<string, MatrixArgument> {
    return this.#matrices;
  }

  get trainable(): ReadonlySet<string> {
    return this.#trainable;
  }

  /** In the order of the names, whatever trains. */
  get weights(): LayerVariable[] {
    return this.#named().map(([, weight]) => weight);
  }

  isTrained(name: string): boolean {
    return this.#layer.trainable && this.#trainable.has(name);
  }

  isConstant(name: string): boolean {
    return this.#constants.has(name);
  }

  operand<T extends Tensor>(name: string): Operand<T> {
    const where = this.#layer.name;
    if (this.#pending.has(name)) {
      throw new Error(`${where}: the numbers of ${name} must be set before the layer computes, got none`);
    }
    const weight = this.#weights.get(name);
    const isTrained = this.isTrained(name);
    if (weight) return { value: weight.read() as T, isTrained };
    const constant = this.#constants.get(name);
    if (!constant) throw new Error(`${where}: the layer has no ${name} before it is built`);
    const transposed = () => this.#transposed(name, constant as Tensor2D);
    return { value: constant as T, isTrained, transposed: constant.rank === 2 ? transposed : undefined };
  }

  /** The groups and matrices that the layer was built with. */
  get parts(): readonly Part[] {
    return this.#parts;
  }

  /** Makes constants and weights of the initial values. */
  build(parts: readonly Part[]): void {
    const constants = new Set(parts.filter((part) => this.#staysConstant(part)));
    // before there are tensors, since a layer that fails to build cannot be disposed of
    constants.forEach((part) => this.#checkDigest(part));
    this.#parts = parts;
    for (const part of parts) {
      if (constants.has(part)) this.#addConstant(part);
      else this.#addWeight(part, part.name);
    }
    this.#sortWeights();
  }

  /** Chooses what training changes; a constant that is to train becomes a weight. */
  choose(trainable: ReadonlySet<string>): void {
    const before = this.#trainable;
    this.#trainable = trainable;
    if (trainable.size !== before.size || [...before].some((name) => !trainable.has(name))) this.#choices++;
    if (!this.#layer.built) return;
    for (const name of trainable) {
      const constant = this.#constants.get(name);
      if (!constant) continue;
      const values = () => constant.dataSync<"float32">();
      const part = this.#parts.find((one) => one.name === name)!;
      this.#addWeight({ ...part, values }, `${this.#scope()}${name}`);
      constant.dispose();
      this.#constants.delete(name);
      this.#transposes.get(name)?.dispose();
      this.#transposes.delete(name);
    }
    this.#sortWeights();
  }

  /** Weights for a model to take when it is compiled; reading them is an error once others were chosen. */
  taken(weights: readonly LayerVariable[]): LayerVariable[] {
    const choices = this.#choices;
    return readableUntil(weights, this.#layer.name, () => this.#choices !== choices);
  }

  /** What `getConfig` says of what trains and of the matrices. */
  config(): Record<string, unknown> {
    const config: Record<string, unknown> = { trainableGroups: [...this.#trainable] };
    this.#matrices.forEach(
      (matrix, name) => (config[name] = matrix instanceof Float32Array ? "weights" : matrix),
    );
    this.#digests.forEach((digest, name) => (config[digestOf(name)] = digest));
    return config;
  }

  /** Frees the constants; TensorFlow.js frees the weights. */
  dispose(): void {
    dispose([...this.#constants.values(), ...this.#transposes.values()]);
    this.#constants.clear();
    this.#transposes.clear();
  }

  /** Whether a part can be made again from the config, and is to stay as it is. */
  #staysConstant({ name, recipe }: Part): boolean {
    const { isInitialized, zeros } = this.#options;
    if (isInitialized(name) || this.#trainable.has(name)) return false;
    return recipe !== undefined || zeros.includes(name);
  }

  #checkDigest({ name, recipe, digest }: Part): void {
    if (!recipe || !digest) return;
    const found = digest();
    const expected = this.#digests.get(name) ?? found;
    if (found !== expected) {
      throw new Error(
        `${this.#layer.name}: ${name} must have the digest ${expected} that was saved with it, got ${found} by its recipe`,
      );
    }
    this.#matrices.set(name, recipe);
    this.#digests.set(name, found);
  }

  #addConstant({ name, shape, values }: Part): void {
    const note = rehearsal();
    if (note) return note(`${this.#layer.name}/${name}`, shape);
    // build may run inside a tidy
    this.#constants.set(name, keep(tensor(values(), shape)));
  }

  /** Kept, since the matrix never changes and the backend prepares its transpose once. */
  #transposed(name: string, matrix: Tensor2D): Tensor2D {
    const known = this.#transposes.get(name);
    if (known) return known;
    const made = keep(transpose(matrix));
    this.#transposes.set(name, made);
    return made;
  }

  #addWeight({ name, shape, values, isPending = false }: Part, scoped: string): void {
    const isTrainable = this.#trainable.has(name);
    const weight = this.#options.addWeight(name, { name: scoped, shape, values, isTrainable });
    this.#weights.set(name, weight);
    if (isPending && !this.#options.isInitialized(name)) this.#awaitNumbers(name, weight);
    if (!this.#options.matrices.includes(name)) return;
    // its numbers are in the weight now, and a config cannot hold them
    this.#matrices.set(name, "weights");
    this.#digests.delete(name);
  }

  /** Keeps the layer from computing until the weight is written. */
  #awaitNumbers(name: string, weight: LayerVariable): void {
    this.#pending.add(name);
    const write = weight.write.bind(weight);
    weight.write = (value) => {
      this.#pending.delete(name);
      return write(value);
    };
  }

  /** The start of the weights' names, which TensorFlow.js adds by itself only while it builds a model. */
  #scope(): string {
    const { originalName } = this.weights[0]!;
    return originalName.slice(0, originalName.lastIndexOf("/") + 1);
  }

  /**
   * Puts the weights into the two lists that TensorFlow.js keeps. Those that do not train must be in the second one:
   * it switches everything in the first back on whenever a model's `trainable` is set.
   */
  #sortWeights(): void {
    const trained: LayerVariable[] = [];
    const frozen: LayerVariable[] = [];
    for (const [name, weight] of this.#named()) {
      const isTrainable = this.#trainable.has(name);
      weight.trainable = isTrainable && this.#layer.trainable;
      (isTrainable ? trained : frozen).push(weight);
    }
    this.#layer.trainableWeights = trained;
    this.#layer.nonTrainableWeights = frozen;
  }

  #named(): [string, LayerVariable][] {
    return this.#options.names.flatMap((name): [string, LayerVariable][] => {
      const weight = this.#weights.get(name);
      return weight ? [[name, weight]] : [];
    });
  }
}

/** The argument that holds the digest of a matrix: `phiDigest`. */
const digestOf = (matrix: string) => `${matrix}Digest`;
