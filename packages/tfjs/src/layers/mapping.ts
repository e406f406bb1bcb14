import { type LayerSpec, type ParameterName, ShapeError } from "@reciprocal/network";
import {
  add,
  clone,
  dispose,
  keep,
  reshape,
  type serialization,
  tensor,
  type Tensor,
  type Tensor2D,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import { layers, type LayerVariable, type Shape } from "@tensorflow/tfjs-layers";
import { magnitudeMask } from "../operators/magnitude-mask.js";
import type { Operand } from "../operators/operand.js";
import { product } from "../operators/product.js";

import { defaultName } from "./default-name.js";
import { GivenValues } from "./given-values.js";
import {
  type Constraint,
  type Initializer,
  kerasConfig,
  type KerasKind,
  kerasObject,
  type Regularizer,
} from "./keras-object.js";
import { layerParts, type Part } from "./layer-parts.js";
import {
  type ActivationName,
  argumentNames,
  checkArguments,
  checkTrain,
  layerArguments,
  type MappingArguments,
  type MappingKind,
} from "./mapping-arguments.js";
import { checkMatrix, type MatrixArgument, type MatrixName } from "./matrix-argument.js";

/**
 * A layer y = a(x w + b) whose kernel w is made of one or more groups of numbers: what the layers of this package have
 * in common. The kinds differ in how w follows from their groups.
 *
 * A group or matrix is either a weight, which is saved, or a constant that can be made again from the config (a frozen
 * random matrix; λ_in of one set of eigenvalues). The layer owns its constants and disposes of them with its weights.
 *
 * The order of the weights, in `getWeights` and `setWeights`, is that of `names` and does not depend on what is
 * trained: λ_in, λ_out, then phi, s, R or kernel, then bias, then U, V or Q; constants are left out.
 */
export abstract class Mapping extends layers.Layer {
  readonly kind: MappingKind;
  readonly units: number;
  readonly useBias: boolean;
  readonly seed: number;
  readonly sparsity: number;
  readonly #activation: layers.Layer | undefined;
  readonly #activationName: ActivationName;
  readonly #initializers = new Map<string, Initializer>();
  readonly #regularizers = new Map<string, Regularizer>();
  readonly #constraints = new Map<string, Constraint>();
  readonly #matrices = new Map<MatrixName, MatrixArgument>();
  readonly #digests = new Map<string, string>();
  readonly #weights = new Map<string, LayerVariable>();
  readonly #constants = new Map<string, Tensor>();
  #train: ReadonlySet<ParameterName>;

  constructor(kind: MappingKind, args: MappingArguments) {
    const given: Readonly<Record<string, unknown>> = { ...args };
    const name = args.name ?? defaultName(kind.stem);
    checkArguments(name, kind, args);
    super({ ...layerArguments(args), name });

    const { units, activation = "linear", useBias = true, seed = 0, sparsity = 0, train = kind.train } = args;
    this.kind = kind;
    this.units = units;
    this.useBias = useBias;
    this.seed = seed;
    this.sparsity = sparsity;
    this.#train = checkTrain(name, train, kind);
    this.#activationName = activation;
    if (activation !== "linear") {
      this.#activation = layers.activation({ activation, name: `${name}_activation` });
    }
    for (const group of [...kind.groups, "bias"]) {
      const take = <T extends serialization.Serializable>(what: KerasKind, objects: Map<string, T>) => {
        const argument = `${group}${what}`;
        const object = kerasObject<T>(`${name}: ${argument}`, what, given[argument]);
        if (object) objects.set(group, object);
      };
      take("Initializer", this.#initializers);
      take("Regularizer", this.#regularizers);
      take("Constraint", this.#constraints);
    }
    for (const matrix of kind.matrices) {
      const argument = given[matrix] ?? undefined;
      if (argument !== undefined) {
        checkMatrix(`${name}: ${matrix}`, argument);
        this.#matrices.set(matrix, argument);
      }
      const digest = given[`${matrix}Digest`];
      if (typeof digest === "string") this.#digests.set(matrix, digest);
    }
    this.supportsMasking = true;
    this.inputSpec = [{ minNDim: 2 }];
  }

  /** What `createNetwork` makes the layer's initial values of. */
  protected abstract spec(): LayerSpec;

  /** Whether λ_in is zero and no weight until it is trained. */
  protected startsWithoutLambdaIn(): boolean {
    return false;
  }

  /** w, [in, out], without the mask. */
  protected abstract formKernel(): Tensor2D;

  /** x w, [batch, out], with the mask. */
  protected transform(x: Tensor2D): Tensor2D {
    return this.multiply(x, this.formKernel());
  }

  /** x times a kernel that is all there, but for the mask. */
  protected multiply(x: Tensor2D, kernel: Tensor2D): Tensor2D {
    const isRightTrained = this.kind.groups.some((group) => this.isTrained(group));
    return product(x, magnitudeMask(kernel, this.sparsity), { isRightTrained });
  }

  /** Names of all groups and matrices, in the order of the weights. */
  get names(): readonly (ParameterName | MatrixName)[] {
    return [...new Set([...this.kind.groups, "bias" as const, ...this.kind.matrices])];
  }

  /** The groups that training changes. */
  get train(): ReadonlySet<ParameterName> {
    return this.#train;
  }

  override get weights(): LayerVariable[] {
    return this.names.flatMap((name) => this.#weights.get(name) ?? []);
  }

  /** Whether gradients of a group or matrix are wanted. */
  protected isTrained(name: ParameterName | MatrixName): boolean {
    return this.trainable && (this.#train as ReadonlySet<string>).has(name);
  }

  /** A group or matrix as it is now; the layer owns it. */
  protected operand<T extends Tensor>(name: ParameterName | MatrixName): Operand<T> {
    const isTrained = this.isTrained(name);
    const weight = this.#weights.get(name);
    if (weight) return { value: weight.read() as T, isTrained };
    const constant = this.#constants.get(name);
    if (!constant) throw new Error(`${this.name}: the layer has no ${name} before it is built`);
    const transposed = () => this.#transposed(name, constant as Tensor2D);
    return { value: constant as T, isTrained, transposed: constant.rank === 2 ? transposed : undefined };
  }

  protected isConstant(name: ParameterName | MatrixName): boolean {
    return this.#constants.has(name);
  }

  protected matrixArgument(name: MatrixName): MatrixArgument | undefined {
    return this.#matrices.get(name);
  }

  override build(inputShape: Shape | Shape[]): void {
    const inputs = lastDimension(this.name, inputShape);
    const { kind, seed } = this;
    const parts = layerParts({ kind, spec: this.spec(), seed, inputs, matrices: this.#matrices });
    const rebuilt = new Set(parts.filter((part) => this.#isRebuilt(part)));
    rebuilt.forEach((part) => this.#checkDigest(part));
    for (const part of parts) {
      if (rebuilt.has(part)) this.#addConstant(part);
      else this.#addWeight(part);
    }
    this.#sortWeights();
    // weights that are added later, when a constant is to be trained, must not start from zero
    this.setFastWeightInitDuringBuild(false);
    this.inputSpec = [{ minNDim: 2, axes: { [-1]: inputs } }];
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...oneShape(this.name, inputShape).slice(0, -1), this.units];
  }

  override call(inputs: Tensor | Tensor[], kwargs: Parameters<layers.Layer["call"]>[1]): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x = oneTensor(this.name, inputs);
      const isBatch = x.rank === 2;
      const rows = isBatch ? x : reshape(x, [-1, x.shape.at(-1)!]);
      const linear = this.transform(rows as Tensor2D);
      const z = this.useBias ? add(linear, this.operand("bias").value) : linear;
      const shaped = isBatch ? z : reshape(z, [...x.shape.slice(0, -1), this.units]);
      return this.#activation ? (this.#activation.apply(shaped) as Tensor) : shaped;
    });
  }

  /**
   * The kernel w as the forward pass uses it, [in, out], what the mask hides set to zero.
   *
   * @returns a tensor that the caller owns
   */
  kernel(): Tensor2D {
    return tidy(() => clone(magnitudeMask(this.formKernel(), this.sparsity)));
  }

  /**
   * Chooses the groups that training changes; a constant that is to train becomes a weight. As in Keras, a model must
   * be compiled again afterwards: `setTrained` does this for whole models and makes sure of it.
   */
  trainOnly(groups: Iterable<ParameterName>): void {
    this.#train = checkTrain(this.name, [...groups], this.kind);
    if (!this.built) return;
    for (const name of this.#train) {
      const constant = this.#constants.get(name);
      if (!constant) continue;
      const values = () => constant.dataSync<"float32">();
      this.#addWeight({ name, shape: constant.shape, values }, this.#scope());
      for (const key of [name, transposeOf(name)]) {
        this.#constants.get(key)?.dispose();
        this.#constants.delete(key);
      }
    }
    this.#sortWeights();
  }

  override getConfig(): serialization.ConfigDict {
    const { units, useBias, seed, sparsity } = this;
    const config: Record<string, unknown> = {
      ...super.getConfig(),
      ...{ units, activation: this.#activationName, useBias, seed, sparsity, train: [...this.#train] },
    };
    const describe = (what: KerasKind, objects: ReadonlyMap<string, serialization.Serializable>) =>
      objects.forEach((object, group) => (config[`${group}${what}`] = kerasConfig(object)));
    describe("Initializer", this.#initializers);
    describe("Regularizer", this.#regularizers);
    describe("Constraint", this.#constraints);
    this.#matrices.forEach(
      (matrix, name) => (config[name] = matrix instanceof Float32Array ? "weights" : matrix),
    );
    this.#digests.forEach((digest, name) => (config[`${name}Digest`] = digest));
    return config as serialization.ConfigDict;
  }

  /** TensorFlow.js writes names in snake case, which loses the capitals of R, U, V and Q: they are put back here. */
  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    const { kind } = cls as unknown as { kind: MappingKind };
    const known = argumentNames(kind);
    const restore = (name: string, names: readonly string[]) =>
      names.find((candidate) => candidate.toLowerCase() === name.toLowerCase()) ?? name;
    const entries = Object.entries(config)
      .filter(([name]) => name !== "customObjects") // put there by the loader
      .map(([name, value]) => [restore(name, known), value]);
    const args = Object.fromEntries(entries) as { train?: string[] };
    const groups = [...kind.groups, "bias"];
    return new cls({
      ...args,
      ...(args.train && { train: args.train.map((name) => restore(name, groups)) }),
    });
  }

  protected override disposeWeights(): number {
    dispose([...this.#constants.values()]);
    this.#constants.clear();
    return super.disposeWeights();
  }

  /** Whether a part can be made again from the config, and is to stay as it is. */
  #isRebuilt({ name, recipe }: Part): boolean {
    if (this.#initializers.has(name) || (this.#train as ReadonlySet<string>).has(name)) return false;
    return recipe !== undefined || (name === "lambdaIn" && this.startsWithoutLambdaIn());
  }

  /** Before there are tensors, since a layer that fails to build cannot be disposed of. */
  #checkDigest({ name, recipe, digest }: Part): void {
    if (!recipe || !digest) return;
    const found = digest();
    const expected = this.#digests.get(name) ?? found;
    if (found !== expected) {
      throw new Error(
        `${this.name}: ${name} must have the digest ${expected} that was saved with it, got ${found} by its recipe`,
      );
    }
    this.#matrices.set(name as MatrixName, recipe);
    this.#digests.set(name, found);
  }

  #addConstant({ name, shape, values }: Part): void {
    // build may run inside a tidy
    this.#constants.set(name, keep(tensor(values(), shape)));
  }

  /** The transpose of a matrix that never changes: kept, since the backend prepares it once and for all. */
  #transposed(name: string, matrix: Tensor2D): Tensor2D {
    const key = transposeOf(name);
    const known = this.#constants.get(key) as Tensor2D | undefined;
    if (known) return known;
    const made = keep(transpose(matrix));
    this.#constants.set(key, made);
    return made;
  }

  #addWeight({ name, shape, values }: Part, scope = ""): void {
    const initializer = this.#initializers.get(name) ?? new GivenValues(values);
    const weight = this.addWeight(
      `${scope}${name}`,
      shape,
      "float32",
      initializer,
      this.#regularizers.get(name),
      (this.#train as ReadonlySet<string>).has(name),
      this.#constraints.get(name),
    );
    this.#weights.set(name, weight);
    if (!isMatrix(this.kind, name)) return;
    // its numbers are in the weight now, and a config cannot hold them
    this.#matrices.set(name, "weights");
    this.#digests.delete(name);
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
    for (const name of this.names) {
      const weight = this.#weights.get(name);
      if (!weight) continue;
      const isTrained = (this.#train as ReadonlySet<string>).has(name);
      weight.trainable = isTrained && this.trainable;
      (isTrained ? trained : frozen).push(weight);
    }
    this.trainableWeights = trained;
    this.nonTrainableWeights = frozen;
  }
}

const transposeOf = (name: string) => `${name} transposed`;

function isMatrix({ matrices }: MappingKind, name: string): name is MatrixName {
  return (matrices as readonly string[]).includes(name);
}

function oneShape(where: string, shape: Shape | Shape[]): Shape {
  const [first] = shape;
  if (!Array.isArray(first)) return shape as Shape;
  if (shape.length === 1) return first;
  throw new ShapeError(`${where}: needs one input, got ${shape.length}`);
}

function lastDimension(where: string, shape: Shape | Shape[]): number {
  const one = oneShape(where, shape);
  const last = one.at(-1);
  if (one.length >= 2 && typeof last === "number") return last;
  throw new ShapeError(
    `${where}: needs an input of two or more dimensions whose last one is known, got [${one.join(", ")}]`,
  );
}

function oneTensor(where: string, inputs: Tensor | Tensor[]): Tensor {
  if (!Array.isArray(inputs)) return inputs;
  if (inputs.length === 1) return inputs[0]!;
  throw new ShapeError(`${where}: needs one input, got ${inputs.length}`);
}
