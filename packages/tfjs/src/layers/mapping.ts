import {
  createNetwork,
  type LayerSpec,
  type MappingLayer,
  materialize,
  matrixDigest,
  type MatrixSource,
  type ParameterName,
  parameters,
  ShapeError,
} from "@reciprocal/network";
import {
  add,
  clone,
  dispose,
  keep,
  reshape,
  type serialization,
  tensor,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import { layers, type LayerVariable, type Shape } from "@tensorflow/tfjs-layers";
import { magnitudeMask } from "../operators/magnitude-mask.js";
import type { Operand } from "../operators/operand.js";
import { product } from "../operators/product.js";

import { transposeValues } from "../transpose-values.js";
import { defaultName } from "./default-name.js";
import { GivenValues } from "./given-values.js";
import {
  type Constraint,
  type Initializer,
  type KerasArgument,
  kerasConfig,
  kerasObject,
  type Regularizer,
} from "./keras-object.js";
import {
  type ActivationName,
  argumentNames,
  checkArguments,
  checkTrain,
  layerArguments,
  type MappingArguments,
  type MappingKind,
} from "./mapping-arguments.js";
import type { MatrixArgument, MatrixName } from "./matrix-argument.js";

/** A tensor of the layer before it is made. */
interface Part {
  readonly name: ParameterName | MatrixName;
  /** As TensorFlow.js holds it. */
  readonly shape: number[];
  readonly values: () => Float32Array;
  /** Whether it can be made again from the config, and so need not be a weight. */
  readonly isRebuilt: boolean;
}

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
  readonly #matrices = new Map<string, MatrixArgument>();
  readonly #digests = new Map<string, string>();
  readonly #weights = new Map<string, LayerVariable>();
  readonly #constants = new Map<string, Tensor>();
  #train: ReadonlySet<ParameterName>;

  constructor(kind: MappingKind, args: MappingArguments) {
    const given = args as MappingArguments & Readonly<Record<string, unknown>>;
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
      const set = <T extends serialization.Serializable>(
        map: Map<string, T>,
        what: "Initializer" | "Regularizer" | "Constraint",
      ) => {
        const argument = given[`${group}${what}`] as KerasArgument<T> | null | undefined;
        const lower = what.toLowerCase() as "initializer" | "regularizer" | "constraint";
        const object = kerasObject(`${name}: ${group}${what}`, lower, argument);
        if (object) map.set(group, object);
      };
      set(this.#initializers, "Initializer");
      set(this.#regularizers, "Regularizer");
      set(this.#constraints, "Constraint");
    }
    for (const matrix of kind.matrices) {
      const argument = given[matrix] as MatrixArgument | null | undefined;
      if (argument !== null && argument !== undefined) this.#matrices.set(matrix, argument);
      const digest = given[`${matrix}Digest`];
      if (typeof digest === "string") this.#digests.set(matrix, digest);
    }
    this.supportsMasking = true;
    this.inputSpec = [{ minNDim: 2 }];
  }

  /** What `createNetwork` makes the layer's initial values of. */
  protected abstract spec(): LayerSpec;

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

  /** The weight that holds a group or matrix; none before the layer is built, or where it is a constant. */
  weight(name: ParameterName | MatrixName): LayerVariable | undefined {
    return this.#weights.get(name);
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
    for (const part of this.#parts(inputs)) {
      if (part.isRebuilt && !(this.#train as ReadonlySet<string>).has(part.name)) {
        this.#constants.set(
          part.name,
          tidy(() => keep(tensor(part.values(), part.shape))),
        );
      } else this.#addWeight(part);
    }
    // numbers that are weights now are not kept twice, and a config cannot hold them
    for (const name of this.kind.matrices) if (this.#weights.has(name)) this.#matrices.set(name, "weights");
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
      const rows = x.rank === 2 ? (x as Tensor2D) : (reshape(x, [-1, x.shape.at(-1)!]) as Tensor2D);
      const product = this.transform(rows);
      const z = this.useBias ? add<Tensor2D>(product, this.operand<Tensor1D>("bias").value) : product;
      const shaped = x.rank === 2 ? z : reshape(z, [...x.shape.slice(0, -1), this.units]);
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
      this.#addWeight({ name, shape: constant.shape, values, isRebuilt: false }, this.#scope());
      for (const key of [name, `${name} transposed`]) {
        this.#constants.get(key)?.dispose();
        this.#constants.delete(key);
      }
      this.#digests.delete(name);
      if (this.kind.matrices.includes(name as MatrixName)) this.#matrices.set(name, "weights");
    }
    this.#sortWeights();
  }

  override getConfig(): serialization.ConfigDict {
    const { units, useBias, seed, sparsity } = this;
    const config: Record<string, unknown> = {
      ...super.getConfig(),
      ...{ units, activation: this.#activationName, useBias, seed, sparsity, train: [...this.#train] },
    };
    const describe = (what: string, objects: ReadonlyMap<string, serialization.Serializable>) =>
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

  /** Every tensor that the layer has, in the order of the weights. */
  #parts(inputs: number): Part[] {
    const layer = createNetwork({ inputs, layers: [this.spec()], seed: this.seed }).layers[0] as MappingLayer;
    const sources = layer as unknown as Partial<Record<MatrixName, MatrixSource>>;
    const replaced = Object.fromEntries(
      this.kind.matrices.map((name) => [name, this.#source(name, sources[name]!)]),
    ) as Partial<Record<MatrixName, MatrixSource>>;
    const groups = parameters({ inputs, layers: [{ ...layer, ...replaced } as MappingLayer] });
    const parts = new Map<string, Part>();
    for (const group of groups) {
      const { name, shape } = group;
      const isMatrix = shape.length === 2;
      parts.set(name, {
        name,
        shape: [...shape].reverse(),
        values: () => (isMatrix ? transposeValues(group.values, shape[0]!, shape[1]!) : group.values),
        isRebuilt: name === "lambdaIn" && this.startsWithoutLambdaIn(),
      });
    }
    for (const name of this.kind.matrices) {
      const source = replaced[name]!;
      const { rows, columns } = source;
      // tensors are in × out: V, from n inputs to k, is that already
      const isTransposed = name !== "V";
      const isEmpty = this.#matrices.get(name) === "weights";
      const values = () => {
        if (isEmpty) return new Float32Array(rows * columns);
        const numbers = materialize(source);
        return isTransposed ? transposeValues(numbers, rows, columns) : numbers;
      };
      const shape = isTransposed ? [columns, rows] : [rows, columns];
      parts.set(name, { name, shape, values, isRebuilt: !isEmpty && "recipe" in source });
    }
    return this.names.flatMap((name) => parts.get(name) ?? []);
  }

  /** Whether λ_in is zero and no weight until it is trained. */
  protected startsWithoutLambdaIn(): boolean {
    return false;
  }

  /** The matrix that was asked for; by default the recipe of `createNetwork`. */
  #source(name: MatrixName, initial: MatrixSource): MatrixSource {
    const { rows, columns } = initial;
    const argument = this.#matrices.get(name);
    if (argument === "weights") return initial;
    if (argument instanceof Float32Array) return { rows, columns, values: argument };
    if (!("recipe" in initial)) throw new TypeError(`${this.name}: ${name} has no recipe`);
    const { seed } = initial.recipe;
    const source = { rows, columns, recipe: argument ? { seed, ...argument } : initial.recipe } as const;
    if ((this.#train as ReadonlySet<string>).has(name)) return source;
    this.#matrices.set(name, source.recipe);
    const digest = matrixDigest(source);
    const expected = this.#digests.get(name) ?? digest;
    if (digest !== expected) {
      throw new Error(
        `${this.name}: ${name} by its recipe has the digest ${digest}, but was saved with ${expected}`,
      );
    }
    this.#digests.set(name, digest);
    return source;
  }

  /** The transpose of a matrix that never changes: kept, since the backend prepares it once and for all. */
  #transposed(name: string, matrix: Tensor2D): Tensor2D {
    const key = `${name} transposed`;
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
