import type { DatasetName } from "@reciprocal/published";
import type { OptimizerSettings } from "@reciprocal/training";
import type { Line } from "../../experiment.js";
import {
  count,
  countFrom1,
  duration,
  type FieldsFor,
  type FieldsOf,
  fraction,
  listOf,
  number,
  object,
  oneOf,
  orNull,
  positive,
  seed,
  text,
} from "../../fields.js";
import { optimizerField } from "../optimizer-field.js";

/** Ways to a network of few numbers. The forms of each are in `frontier-forms.ts`. */
export const families = [
  ...["spectral", "s-svd", "s-qr", "spectral-and-dense"],
  ...["narrow-dense", "low-rank", "pruned-dense"],
] as const;
export type Family = (typeof families)[number];

/** A network, trained at several multiples of the default rates, of which validation chooses. */
export interface FrontierRun {
  readonly dataset: Extract<DatasetName, "mnist" | "fashion-mnist" | "digits">;
  readonly family: Family;
  /** Its mappings, such as `s-qr:80+s-qr:10`. */
  readonly form: string;
  /** Numbers that are left when the smallest weights are cut off halfway through the training; null cuts nothing. */
  readonly keptNumbers: number | null;
  /** Decides initial values and the order of the samples. */
  readonly seed: number;
  readonly settings: {
    readonly trainSamples: number | null;
    readonly testSamples: number | null;
    readonly epochs: number;
    readonly batchSize: number;
    /** Part of the training samples that is held out, to choose a rate by. */
    readonly validationPart: number;
    /** Every training is done with the default rates times each of these. */
    readonly rateFactors: readonly number[];
    readonly defaultOptimizer: OptimizerSettings;
  };
}

export const frontierSetting = {
  dataset: oneOf(["mnist", "fashion-mnist", "digits"]),
  family: oneOf(families),
  form: text,
  keptNumbers: orNull(countFrom1),
  seed,
  settings: object({
    trainSamples: orNull(countFrom1),
    testSamples: orNull(countFrom1),
    epochs: countFrom1,
    batchSize: countFrom1,
    validationPart: fraction,
    rateFactors: listOf(positive),
    defaultOptimizer: optimizerField,
  }),
} satisfies FieldsFor<FrontierRun>;

export const frontierFields = {
  /** All that train, biases too; of a pruned network all that are left. */
  trainedNumbers: count,
  /** Of the compact file, compressed by gzip; numbers are float32, for every family. */
  fileBytes: countFrom1,
  /** The same with eigenvalues and biases as float16. */
  halfFileBytes: countFrom1,
  /** Of one prediction, with every weight formed; of a pruned network those of the weights that are left. */
  multiplyAdds: countFrom1,
  /** The trainings, one for each factor. */
  trials: listOf(object({ rateFactor: positive, validationAccuracy: fraction })),
  /** The factor with the best validation accuracy; the test set is asked once, with its network. */
  rateFactor: positive,
  testAccuracy: fraction,
  testLoss: number,
  /** Of all trainings. */
  seconds: duration,
  engine: text,
};

export type FrontierLine = Line<FrontierRun, typeof frontierFields>;
export type FrontierResult = FieldsOf<typeof frontierFields>;
