/**
 * The settings of the published accuracy experiments (arXiv:2106.09021 and its companion code), as data. Nothing
 * here is tuned; where the publication has no value, the comment says where ours comes from.
 */

export const methods = ["dense", "spectral", "s-svd", "s-qr", "spectral-one"] as const;
export type Method = (typeof methods)[number];

/** The four methods that the publication compares. */
export const publishedMethods: readonly Method[] = ["dense", "spectral", "s-svd", "s-qr"];

export const datasetNames = ["digits", "mnist", "fashion-mnist", "cifar10"] as const;
export type DatasetName = (typeof datasetNames)[number];

/** What one run of the accuracy experiment is trained with, all of it. */
export interface AccuracySettings {
  /** Training samples used, the first of the set; null means all. */
  readonly trainSamples: number | null;
  /** Test samples used, the first of the set; null means all. */
  readonly testSamples: number | null;
  /** At most so many epochs. */
  readonly epochs: number;
  readonly batchSize: number;
  /** Fraction of the training set held out, its last part. */
  readonly validationSplit: number;
  readonly earlyStopping: {
    readonly monitor: "validationAccuracy";
    readonly minDelta: number;
    readonly patience: number;
    /** False: the last weights are kept and tested, not the best. */
    readonly restoreBest: boolean;
  };
  readonly loss: "cross-entropy";
  readonly hiddenActivation: "relu";
  readonly outputActivation: "softmax";
  /** Those that `createNetwork` gives by default. */
  readonly initialValues: "published";
  /** Biases start at zero and are trained by every method. */
  readonly bias: boolean;
  readonly optimizer: "adamax";
  readonly learningRate: number;
}

/** Equal for every data set and method. */
export const publishedSettings: Omit<AccuracySettings, "learningRate"> = {
  trainSamples: null,
  testSamples: null,
  epochs: 90,
  batchSize: 200,
  validationSplit: 0.2,
  earlyStopping: { monitor: "validationAccuracy", minDelta: 0.005, patience: 8, restoreBest: false },
  loss: "cross-entropy",
  hiddenActivation: "relu",
  outputActivation: "softmax",
  initialValues: "published",
  bias: true,
  optimizer: "adamax",
};

const mnistRates = { dense: 0.015, spectral: 0.015, "s-svd": 0.015, "s-qr": 0.005, "spectral-one": 0.015 };

/** One set of eigenvalues is not part of that publication: it takes the rate of two sets. Digits take those of MNIST. */
export const publishedLearningRates: Readonly<Record<DatasetName, Readonly<Record<Method, number>>>> = {
  digits: mnistRates,
  mnist: mnistRates,
  "fashion-mnist": { ...mnistRates, dense: 0.001, "s-qr": 0.001 },
  cifar10: { ...mnistRates, dense: 0.002, "s-qr": 0.003 },
};

/** The generated digits have no natural size; these numbers of samples make the default set. */
export const digitsSamples = { trainSamples: 10_000, testSamples: 2_000 };
