import { check, list, oneOf } from "@reciprocal/guards";
import {
  type Activation,
  checkMadeEntries,
  type MappingLayer,
  type ParameterName,
  ShapeError,
} from "@reciprocal/network";
import {
  add,
  clone,
  reshape,
  type serialization,
  type Tensor,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";
import { layers, type LayerVariable, type Shape } from "@tensorflow/tfjs-layers";
import { magnitudeMask } from "../operators/magnitude-mask.js";
import { product } from "../operators/product.js";
import { arrivingActivation } from "./arriving-activation.js";
import { argumentsOfConfig } from "./arguments-of-config.js";
import { defaultName } from "./default-name.js";
import { GivenValues } from "./given-values.js";
import { initialParts, type Part, plannedParts } from "./initial-parts.js";
import { KerasObjects } from "./keras-objects.js";
import { layerArguments, type MappingArguments, type MappingSettings } from "./mapping-arguments.js";
import { definitionOf, type MappingDefinition } from "./mapping-definition.js";
import { MappingNumbers, type NewWeight } from "./mapping-numbers.js";
import { nameLayer } from "./name-layer.js";
import { type KindNames, namesOf, smallest, trainableGroups } from "./network-fields.js";
import { rehearsal } from "./rehearsal.js";

/** What a built layer is made of, for this package alone. */
export let partsOf: (layer: Mapping) => readonly Part[];

/** What a built layer has in a network besides its parts, its mask and what trains, for this package alone. */
export let networkSettings: (layer: Mapping) => object;

/**
 * A layer y = a(x w + b) whose kernel w is made of one or more groups of numbers: what the layers of this package have
 * in common. The kinds differ in how w follows from their groups.
 *
 * A group or matrix is either a weight, which is saved, or a constant that can be made again from the config (a frozen
 * random matrix; λ_in of one set of eigenvalues). The layer owns its constants and disposes of them with its weights.
 *
 * The order of the weights, in `getWeights` and `setWeights`, does not depend on what is trained: λ_in, λ_out, then phi,
 * s, R or kernel, then bias, then U, V or Q; constants are left out.
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { sequential } from "@tensorflow/tfjs-layers";
 * import { spectralDense } from "@reciprocal/tfjs";
 *
 * const layer = spectralDense({ units: 10, inputShape: [784] });
 * sequential({ layers: [layer] }); // builds it
 * console.log(layer.kernel().shape, layer.kind, layer.units); // the caller disposes the kernel
 * // => [ 784, 10 ] spectral 10
 * layer.trainOnly(["lambdaOut"]);
 * console.log([...layer.trainableGroups]);
 * // => [ 'lambdaOut' ]
 */
export abstract class Mapping extends layers.Layer {
  static {
    partsOf = (layer) => layer.#numbers.parts;
    networkSettings = (layer) => layer.#networkSettings;
  }
  readonly #definition: MappingDefinition;
  readonly #settings: MappingSettings;
  readonly #names: KindNames;
  readonly #activation: layers.Layer | undefined;
  readonly #objects: KerasObjects;
  readonly #numbers: MappingNumbers;
  #networkSettings: object = {};
  /** The activation whose outputs arrive, as far as it is known when the layer is built. */
  #arriving: Activation = "linear";

  /** @param args - those that the class has */
  constructor(args: MappingArguments) {
    const definition = definitionOf(new.target);
    const name = (args as MappingArguments | undefined)?.name ?? defaultName(definition.stem);
    const settings = definition.options.read(name, args);
    definition.check?.(name, settings);
    super({ ...layerArguments(settings), name });

    this.#definition = definition;
    this.#settings = settings;
    this.#names = namesOf(definition.kind);
    this.#objects = new KerasObjects(this.#names.groups, settings);
    const trainable =
      settings.trainableGroups ?? trainableGroups(nameLayer(name, () => smallest(definition.spec(settings))));
    this.#numbers = new MappingNumbers(this, {
      ...{ names: this.#names.all, matrices: this.#names.matrices, settings },
      zeros: definition.zeros?.(settings) ?? [],
      trainable: new Set(trainable),
      isInitialized: (group) => this.#objects.of(group, "Initializer") !== undefined,
      addWeight: (group, weight) => this.#addWeight(group, weight),
    });
    this.#refuseTwoStarts();
    const { activation } = settings;
    if (activation !== "linear") {
      this.#activation = layers.activation({ activation, name: `${name}_activation` });
    }
    this.supportsMasking = true;
    this.inputSpec = [{ minNDim: 2 }];
  }

  /** The kind of layer that it is in a network. */
  get kind(): MappingLayer["kind"] {
    return this.#definition.kind;
  }

  /** How many outputs. */
  get units(): number {
    return this.#settings.units;
  }

  /** Whether it has a bias. */
  get useBias(): boolean {
    return this.#settings.useBias;
  }

  /** What its random numbers are made from. */
  get seed(): number {
    return this.#settings.seed;
  }

  /** Share of the weights that a dynamic mask hides; 0 for none. */
  get sparsity(): number {
    return this.#settings.sparsity;
  }

  /** The groups that training changes. */
  get trainableGroups(): ReadonlySet<ParameterName> {
    return this.#numbers.trainable as ReadonlySet<ParameterName>;
  }

  override get weights(): LayerVariable[] {
    return this.#numbers.weights;
  }

  /**
   * The weights that train, to be read only until others are chosen: a model that took these before, and trains them by
   * reading them in every step, then stops instead of leaving the new ones as they are.
   */
  override get trainableWeights(): LayerVariable[] {
    return this.#numbers.taken(super.trainableWeights);
  }

  override set trainableWeights(weights: LayerVariable[]) {
    super.trainableWeights = weights;
  }

  /** Takes the layer up into a model; what it is put behind decides the size of its starting values. */
  override apply(...args: Parameters<layers.Layer["apply"]>): ReturnType<layers.Layer["apply"]> {
    if (!this.built) this.#arriving = arrivingActivation(args[0]);
    return super.apply(...args);
  }

  override build(inputShape: Shape | Shape[]): void {
    const inputs = lastDimension(this.name, inputShape);
    const { matrices } = this.#numbers;
    const layer = {
      ...{ inputs, matrices, spec: this.#definition.spec(this.#settings) },
      inByOut: this.#definition.inByOut ?? [],
    };
    const planned = nameLayer(this.name, () => plannedParts(layer));
    checkSize(this.name, planned);
    const made = rehearsal()
      ? { parts: planned, settings: {} }
      : nameLayer(this.name, () =>
          initialParts({
            ...{ ...layer, seed: this.seed, arriving: this.#arriving },
            isHidden: !["linear", "softmax"].includes(this.#settings.activation),
          }),
        );
    this.#numbers.build(made.parts);
    this.#networkSettings = made.settings;
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
      const linear = this.#transform(rows as Tensor2D);
      const z = this.useBias ? add(linear, this.#numbers.operand("bias").value) : linear;
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
    const form = () => this.#definition.form(this.#numbers, this.#settings);
    return tidy(() => clone(magnitudeMask(form().kernel(), this.sparsity)));
  }

  /**
   * Chooses the groups that training changes; a constant that is to train becomes a weight. As in Keras, a model must
   * be compiled again afterwards: `setTrainable` does this for whole models and makes sure of it.
   *
   * @param groups - their names, such as `lambdaOut`
   */
  trainOnly(groups: Iterable<ParameterName>): void {
    const rule = list(oneOf(this.#names.groups));
    const chosen = typeof groups === "object" && Symbol.iterator in groups ? [...groups] : groups;
    this.#numbers.choose(new Set(check(rule, this.name, "groups", chosen)));
  }

  override getConfig(): serialization.ConfigDict {
    const { units, useBias, seed, sparsity } = this;
    const isConstant = (name: string) =>
      this.built ? this.#numbers.isConstant(name) : !this.#numbers.trainable.has(name);
    return {
      ...super.getConfig(),
      ...{ units, activation: this.#settings.activation, useBias, seed, sparsity },
      start: this.#settings.start,
      ...this.#objects.config(),
      ...this.#numbers.config(),
      ...this.#definition.config?.(this.#settings, isConstant),
    };
  }

  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    const { kind, options } = definitionOf(cls);
    return new cls(argumentsOfConfig(config, options.names, namesOf(kind).groups));
  }

  override dispose(): ReturnType<layers.Layer["dispose"]> {
    const result = super.dispose();
    if (result.refCountAfterDispose === 0) this.#numbers.dispose();
    return result;
  }

  /** x w, [batch, out], with the mask. */
  #transform(x: Tensor2D): Tensor2D {
    const form = this.#definition.form(this.#numbers, this.#settings);
    const applied = this.sparsity === 0 ? form.apply?.(x) : undefined;
    if (applied) return applied;
    const isRightTrained = this.#names.groups.some(
      (group) => group !== "bias" && this.#numbers.isTrained(group),
    );
    return product(x, magnitudeMask(form.kernel(), this.sparsity), { isRightTrained });
  }

  #addWeight(group: string, { name, shape, values, isTrainable }: NewWeight): LayerVariable {
    return this.addWeight(
      ...([name, shape, "float32"] as const),
      this.#objects.of(group, "Initializer") ?? new GivenValues(values),
      this.#objects.of(group, "Regularizer"),
      isTrainable,
      this.#objects.of(group, "Constraint"),
    );
  }

  /** A matrix starts from its own argument or from an initializer. */
  #refuseTwoStarts(): void {
    for (const [name, argument] of this.#numbers.matrices) {
      if (argument === "weights" || !this.#objects.of(name, "Initializer")) continue;
      throw new TypeError(`${this.name}: needs ${name} or ${name}Initializer, got both`);
    }
  }
}

/** A layer is made at once, and few characters can ask for more numbers than a machine holds. */
function checkSize(where: string, parts: readonly Part[]): void {
  checkMadeEntries(
    where,
    parts.map(({ name, shape: [rows, columns = 1] }) => ({ part: name, source: { rows: rows!, columns } })),
  );
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
  if (one.length >= 2 && Number.isSafeInteger(last)) return last!;
  throw new ShapeError(
    `${where}: needs an input of two or more dimensions whose last one is known, got [${one.map(String).join(", ")}]`,
  );
}

function oneTensor(where: string, inputs: Tensor | Tensor[]): Tensor {
  if (!Array.isArray(inputs)) return inputs;
  if (inputs.length === 1) return inputs[0]!;
  throw new ShapeError(`${where}: needs one input, got ${inputs.length}`);
}
