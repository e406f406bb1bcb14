import type { Table } from "@reciprocal/datasets";
import {
  callback,
  flag,
  isObject,
  limit,
  object,
  options as optionsOf,
  type OptionTable,
  show,
} from "@reciprocal/guards";
import {
  createPlainPredictor,
  type DecodeOptions,
  type Inputs,
  inputSize,
  type Network,
} from "@reciprocal/network";
import { type Answer, answersOf } from "./answers/answer.js";
import { decodeModel } from "./files/model-file.js";
import { imageEncoder, type ImageSource } from "./images/image-encoder.js";
import { type Model, readModel } from "./model.js";
import { encodeNumbers } from "./numbers/encode-numbers.js";
import type { InputSpec } from "./specs/input-spec.js";
import { tableEncoder } from "./table/encode-table.js";
import { readRows, type ReadRowsOptions } from "./table/read-rows.js";
import { isTable, type Row, type TableSource } from "./table/table-source.js";

/** What computes the outputs of a network: a `Predictor` of `@reciprocal/training`, or one in plain TypeScript. */
export interface NetworkPredictor {
  /**
   * count × inputs in, count × outputs out, row-major; bytes stand for byte / 255.
   *
   * @param inputs - count × inputs, row-major
   */
  predict(inputs: Inputs): Float32Array | Promise<Float32Array>;
  /** Frees what it holds, once; absent if it holds nothing. */
  release?(): void | Promise<void>;
}

/** Options of `openModel`; those of `decodeModel` are for bytes. */
export interface OpenModelOptions extends DecodeOptions {
  /**
   * Makes what computes. Default `createPlainPredictor` of `@reciprocal/network`, which needs no runtime; for large networks
   * and many samples give `createPredictor` of `@reciprocal/training`.
   */
  readonly createPredictor?: (network: Network) => NetworkPredictor | Promise<NetworkPredictor>;
  /** How texts of tables are to be read, as for `readTable`. Default: as found. */
  readonly table?: ReadRowsOptions;
}

const table = optionsOf(
  () =>
    ({
      createPredictor:
        callback<NonNullable<OpenModelOptions["createPredictor"]>>().default(createPlainPredictor),
      table: object<ReadRowsOptions>().default({}),
      // the defaults are those of decodeModel
      verify: flag().optional(),
      maxEntries: limit({ min: 0 }).optional(),
    }) satisfies OptionTable<OpenModelOptions>,
);

/** The numbers of one sample. */
export type NumbersSource = readonly number[] | Float32Array | Float64Array;

/** A model that is ready to answer. */
export interface OpenedModel {
  /** What answers. */
  readonly model: Model;
  /**
   * Answers. Many samples, which give a list of answers in their order: the text of a CSV table or, for a model of tables,
   * the bytes of its file; what `readTable` gives; or an array. One sample, which gives one answer: a row, as an object of cells by column; the bytes of an image file, or its
   * pixels; a list of numbers. Which of them depends on the input of the model; TypeScript, which does
   * not know it, takes bytes for an image's: `predict<Answer[]>(bytes)` says that they are a table's.
   *
   * Columns of a row may stand in any order, and there may be others. Words that training did not see, and gaps, are taken
   * as the model says. Rejects with a {ModelInputError} for what does not fit, such as a missing column; with a {TypeError} for
   * something else than the model takes; with a {RangeError} where an output is not finite; and with an {Error} after `release`.
   */
  readonly predict: {
    (
      samples: string | Table | readonly Row[] | readonly ImageSource[] | readonly NumbersSource[],
    ): Promise<Answer[]>;
    (sample: Row | ImageSource | NumbersSource): Promise<Answer>;
    <Given extends Answer | Answer[]>(bytes: Uint8Array): Promise<Given>;
  };
  /**
   * Waits for the calls that were made, then frees what the predictor holds. Calls that come later are refused. Does nothing
   * a second time.
   */
  readonly release: () => Promise<void>;
}

/**
 * Makes a model ready to answer: its predictor is made once, for all calls of `predict`.
 *
 * @param source - the bytes of a file of `encodeModel`, or a model
 * @throws {FileFormatError} for bytes that are not a model
 * @throws {TypeError} for an unknown option, or a source of another kind
 *
 * @example
 * import { readFile } from "node:fs/promises";
 * import { openModel } from "@reciprocal/model";
 * import { trainTable } from "@reciprocal/model/training";
 *
 * const { model } = await trainTable(await readFile("iris.csv"), { label: "species", epochs: 30 });
 * const { predict } = await openModel(model); // or the bytes of its file
 * const { label } = await predict({ sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2 });
 * console.log(label);
 * // => setosa
 */
export async function openModel(
  source: Uint8Array | Model,
  options: OpenModelOptions = {},
): Promise<OpenedModel> {
  const where = "openModel";
  const { createPredictor, table: tableOptions, ...decodeOptions } = table.read(where, options);
  if (!(source instanceof Uint8Array || (isObject(source) && "network" in source))) {
    const hint = typeof source === "string" ? "; read the file first" : "";
    throw new TypeError(
      `${where}: needs a model, or the bytes of its file as a Uint8Array, got ${show(source)}${hint}`,
    );
  }
  const model = source instanceof Uint8Array ? decodeModel(source, decodeOptions) : readModel(where, source);
  const encode = encoderOf(model, tableOptions);
  const predictor = await createPredictor(model.network);

  const running = new Set<Promise<unknown>>();
  let released: Promise<void> | undefined;
  const answer = async (given: unknown): Promise<Answer | Answer[]> => {
    const { inputs, isOne } = await encode(given);
    const count = inputs.length / inputSize(model.network);
    if (count === 0) return [];
    const answers = answersOf(model.output, await predictor.predict(inputs), count);
    return isOne ? answers[0]! : answers;
  };
  const predict = async (given: unknown): Promise<Answer | Answer[]> => {
    if (released) throw new Error("predict: the model was released; open it again");
    const call = answer(given);
    running.add(call);
    return call.finally(() => running.delete(call));
  };
  return {
    model,
    predict: predict as OpenedModel["predict"],
    release: () => (released ??= Promise.allSettled(running).then(() => predictor.release?.())),
  };
}

/** The inputs of the network, and whether one sample was given and not a list of them. */
interface Encoded {
  readonly inputs: Inputs;
  readonly isOne: boolean;
}

type Encode = (given: unknown) => Encoded | Promise<Encoded>;

function encoderOf({ input, network }: Model, options: ReadRowsOptions): Encode {
  switch (input.kind) {
    case "table":
      return rowsEncoder(input, options);
    case "image": {
      const encode = imageEncoder(input);
      return async (given) => {
        const isOne = !Array.isArray(given);
        const images = (isOne ? [given] : given) as readonly ImageSource[];
        return { inputs: await encode("predict", images), isOne };
      };
    }
    case "numbers":
      return (given) => {
        const isOne = ArrayBuffer.isView(given) || (Array.isArray(given) && typeof given[0] === "number");
        const samples = (isOne ? [given] : given) as readonly NumbersSource[];
        return { inputs: encodeNumbers("predict", input, samples, inputSize(network)), isOne };
      };
  }
}

function rowsEncoder(input: Extract<InputSpec, { kind: "table" }>, options: ReadRowsOptions): Encode {
  const encode = tableEncoder(input);
  return (given) => {
    const isText = typeof given === "string" || given instanceof Uint8Array;
    if (!isText && (!(isObject(given) || Array.isArray(given)) || ArrayBuffer.isView(given))) {
      throw new TypeError(
        `predict: needs a row as an object, an array of rows, the text or bytes of a table, or what readTable gives, got ${show(given)}`,
      );
    }
    const isOne = !isText && isObject(given) && !isTable(given);
    const rows = (isOne ? [given] : given) as TableSource;
    if (Array.isArray(rows) && rows.length === 0) return { inputs: new Float32Array(0), isOne };
    return { inputs: encode("predict", readRows("predict", rows, input, { options })), isOne };
  };
}
