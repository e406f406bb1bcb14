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

const datasetTitles: Readonly<Record<string, string>> = {
  digits: "generated digits",
  mnist: "MNIST",
  "fashion-mnist": "Fashion-MNIST",
  cifar10: "CIFAR-10",
} satisfies Record<DatasetName, string>;

/** A data set as people write it; a name that is not of `datasetNames` as it is. */
export function datasetTitle(name: string): string {
  return datasetTitles[name] ?? name;
}

/** What one run is trained with, all of it. */
export interface TrainingSettings {
  /** Training samples used, the first of the set; null means all. */
  readonly trainSamples: number | null;
  /** Test samples used, the first of the set; null means all. */
  readonly testSamples: number | null;
  /** Maximum number of epochs. */
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
  readonly hiddenActivation: "relu" | "tanh";
  readonly outputActivation: "softmax";
  /** Those that `createNetwork` gives by default; "sparse": S-QR starts from λ_in = 1, λ_out = 0 instead. */
  readonly initialValues: "published" | "sparse";
  /** Biases start at zero and are trained by every method. */
  readonly bias: boolean;
  readonly optimizer: "adamax" | "adam";
  readonly learningRate: number;
  /** Share of the weights of each layer that a dynamic magnitude mask keeps at zero. Absent: 0. */
  readonly sparsity?: number;
  /** What computes. Absent: ONNX Runtime. */
  readonly engine?: "tfjs";
  /** What trains in turn, again and again until the epochs are used up or early stopping ends it. Absent: all at once. */
  readonly phases?: readonly TrainingPhase[];
}

/** The optimizer starts afresh in each phase; biases train in all. */
export interface TrainingPhase {
  readonly train: "eigenvalues" | "eigenvectors";
  readonly epochs: number;
  readonly learningRate: number;
}

/** Equal for every data set and method. */
export const publishedSettings = {
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
} as const satisfies Omit<TrainingSettings, "learningRate">;

const mnistRates = { dense: 0.015, spectral: 0.015, "s-svd": 0.015, "s-qr": 0.005, "spectral-one": 0.015 };

/** One set of eigenvalues is not part of that publication: it takes the rate of two sets. Digits take those of MNIST. */
export const publishedLearningRates: Readonly<Record<DatasetName, Readonly<Record<Method, number>>>> = {
  digits: mnistRates,
  mnist: mnistRates,
  "fashion-mnist": { ...mnistRates, dense: 0.001, "s-qr": 0.001 },
  cifar10: { ...mnistRates, dense: 0.002, "s-qr": 0.003 },
};

/** Of the sparse experiments, for every sparsity. */
export const sparseSettings = {
  ...publishedSettings,
  validationSplit: 0.3,
  earlyStopping: { ...publishedSettings.earlyStopping, patience: 5 },
  hiddenActivation: "tanh",
  initialValues: "sparse",
  optimizer: "adam",
} as const satisfies Omit<TrainingSettings, "learningRate">;

/** Whether the layers of the sparse experiments have biases: in the companion code only those of S-QR do. */
export const sparseBias = { dense: false, "s-qr": true } as const;

/** Nodes of each of the two hidden layers of the sparse experiments. */
export const sparseWidth = 500;

/** The methods that the sparse experiments compare. */
export const sparseMethods = ["dense", "s-qr"] as const satisfies readonly Method[];

const sparseMnistRates = { dense: 0.005, "s-qr": 0.005 };

export const sparseLearningRates: Readonly<
  Record<DatasetName, Readonly<Record<(typeof sparseMethods)[number], number>>>
> = {
  digits: sparseMnistRates,
  mnist: sparseMnistRates,
  "fashion-mnist": { dense: 0.001, "s-qr": 0.001 },
  cifar10: { dense: 0.0001, "s-qr": 0.003 },
};

/** The generated digits have no natural size; these numbers of samples make the default set. */
export const digitsSamples = { trainSamples: 10_000, testSamples: 2_000 };
