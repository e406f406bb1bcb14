import type { MadeMatrix } from "@reciprocal/network";
import { engine, type io, type Tensor } from "@tensorflow/tfjs-core";
import { initializers, layers, type LayerVariable, models, RNN } from "@tensorflow/tfjs-layers";
import { inRehearsal, type NoteNumbers } from "../mapping/rehearsal.js";

/** Names of weights end so in a rehearsal, since TensorFlow.js numbers those that have the same name. */
const suffix = ".rehearsal";

/** A weight of a model that is made without numbers. */
interface Planned {
  readonly name: string;
  readonly shape: readonly number[];
  readonly weight: LayerVariable;
  isStored: boolean;
}

/**
 * Makes the model of a file without its numbers, as `loadLayersModel` makes it with them. So whatever TensorFlow.js finds
 * wrong with layers, their places, the optimizer, and names and shapes of weights is found before there are numbers in
 * memory.
 *
 * @param artifacts - with a topology that `checkTopology` accepts
 * @param isStrict - whether the weights of the file must be those of the layers, no fewer and no more
 * @returns what loading would make and the file does not store
 * @throws what the loader throws
 */
export async function rehearse(artifacts: io.ModelArtifacts, isStrict: boolean): Promise<MadeMatrix[]> {
  const { modelTopology, trainingConfig, weightSpecs = [] } = artifacts;
  const made: MadeMatrix[] = [];
  const planned: Planned[] = [];
  const note: NoteNumbers = (name, shape) => made.push({ part: name, source: asMatrix(name, shape) });
  try {
    // the layers are made before the promise is returned, so that nothing else runs while their classes are changed
    const loading = inRehearsal(note, () =>
      withoutNumbers(planned, note, () => models.modelFromJSON({ modelTopology: modelTopology as Json })),
    );
    const model = (await loading) as unknown as Loadable;
    if (trainingConfig) withoutVariables(() => model.loadTrainingConfig(trainingConfig));
    const weights = weightSpecs.filter(({ group }) => group !== "optimizer");
    model.loadWeights(Object.fromEntries(weights.map(({ name, shape }) => [name, { shape }])), isStrict);
  } finally {
    for (const { weight } of planned) weight.dispose();
  }
  for (const { name, shape, isStored } of planned) if (!isStored) note(name, shape);
  return made;
}

/** What `modelFromJSON` takes, by a type that TensorFlow.js does not export. */
type Json = NonNullable<
  Extract<Parameters<typeof models.modelFromJSON>[0], { modelTopology: unknown }>["modelTopology"]
>;

/** What a model has that TensorFlow.js declares otherwise. */
interface Loadable {
  loadTrainingConfig(config: io.TrainingConfig): void;
  loadWeights(weights: Readonly<Record<string, Sized>>, isStrict: boolean): void;
}

/** All of a tensor that is needed here. */
type Sized = Pick<Tensor, "shape">;

/** Runs what makes layers while weights get no numbers, and the states of recurrent layers are only noted. */
function withoutNumbers<T>(planned: Planned[], note: NoteNumbers, run: () => T): T {
  const classOfLayers = layers.Layer.prototype as unknown as LayerMethods;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the layer as `this` below
  const { addWeight } = classOfLayers;
  function plan(this: unknown, name: string, shape: number[], ...rest: unknown[]): LayerVariable {
    const trainable = rest[3];
    const zeros = initializers.zeros();
    const weight = addWeight.call(
      this as LayerMethods,
      name + suffix,
      [0],
      "float32",
      zeros,
      undefined,
      trainable,
    );
    const part: Planned = {
      name: weight.originalName.slice(0, -suffix.length),
      shape,
      weight,
      isStored: false,
    };
    planned.push(part);
    const write = (value: Sized) => {
      checkShape(part, value.shape);
      part.isStored = true;
      return weight;
    };
    return Object.assign(weight, { originalName: part.name, write });
  }
  function noteStates(this: Recurrent): void {
    const [batch] = this.inputSpec[0]!.shape;
    for (const units of [this.cell.stateSize].flat()) note(`${this.name}/states`, [batch!, units]);
  }
  function noteImages(this: ConvolutionalRecurrent): void {
    const [batch, , ...image] = this.computeSingleOutputShape(this.inputSpec[0]!.shape);
    for (const place of [this.cell.stateSize].flat().keys()) {
      note(`${this.name}/states/${place}`, [batch!, ...image]);
    }
  }
  return replaced(classOfLayers, { addWeight: plan }, () =>
    replaced(RNN.prototype as unknown as Recurrent, { resetStates: noteStates }, () =>
      replaced(convolutionalRecurrent(), { resetStates: noteImages }, run),
    ),
  );
}

interface LayerMethods {
  addWeight(name: string, shape: number[], ...rest: unknown[]): LayerVariable;
}

interface Recurrent {
  readonly name: string;
  readonly inputSpec: readonly { readonly shape: readonly number[] }[];
  readonly cell: { readonly stateSize: number | readonly number[] };
  resetStates(): void;
}

/** One whose states are images. */
interface ConvolutionalRecurrent extends Recurrent {
  computeSingleOutputShape(input: readonly number[]): readonly number[];
}

/** The methods of recurrent layers of images, by a class that TensorFlow.js does not export. */
function convolutionalRecurrent(): ConvolutionalRecurrent {
  // with a name of its own, as TensorFlow.js counts the layers that have none
  const layer: object = layers.convLstm2d({ filters: 1, kernelSize: 1, name: "rehearsal" });
  return Object.getPrototypeOf(Object.getPrototypeOf(layer)) as ConvolutionalRecurrent;
}

function replaced<O extends object, T>(target: O, methods: Partial<O>, run: () => T): T {
  const before = {
    ...target,
    ...Object.fromEntries(Object.keys(methods).map((name) => [name, target[name as keyof O]])),
  };
  Object.assign(target, methods);
  try {
    return run();
  } finally {
    for (const name of Object.keys(methods) as (keyof O)[]) target[name] = before[name];
  }
}

/** Disposes of the variables that an optimizer makes. */
function withoutVariables(run: () => void): void {
  const before = new Set(Object.keys(engine().registeredVariables));
  try {
    run();
  } finally {
    for (const [name, variable] of Object.entries(engine().registeredVariables)) {
      if (!before.has(name)) variable.dispose();
    }
  }
}

function checkShape({ name, shape }: Planned, stored: readonly number[]): void {
  if (shape.length === stored.length && shape.every((size, axis) => size === stored[axis])) return;
  throw new TypeError(
    `the weight ${name} must have the shape [${shape.join(", ")}], got [${stored.join(", ")}]`,
  );
}

/** Numbers of any shape as rows and columns, to be counted. */
function asMatrix(name: string, shape: readonly number[]): { rows: number; columns: number } {
  const isSize = (size: unknown) => Number.isSafeInteger(size) && (size as number) >= 0;
  if (!shape.every(isSize)) {
    throw new TypeError(
      `${name} must have sizes that are whole numbers, got [${shape.map(String).join(", ")}]`,
    );
  }
  return { rows: shape[0] ?? 1, columns: shape.slice(1).reduce((product, size) => product * size, 1) };
}
