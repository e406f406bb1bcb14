/**
 * What the pages of the API are called, and their parts in order: a subject and the files or folders of `src` whose names
 * it has. Every public file stands in one.
 */
export const modules = {
  cli: {
    title: "the command line from code",
    subjects: { "Running commands": ["run-cli"] },
  },
  datasets: {
    title: "data sets",
    subjects: {
      "Published data sets": ["known", "download"],
      "Generated digits": ["digits"],
      "Tables and CSV files": ["tables"],
      "Images and folders of images": ["images"],
      "Images changed at random": ["augmentation"],
      "Splits, folds and batches": ["samples"],
      "IDX files": ["idx"],
      "The form of a data set": ["dataset"],
      Errors: ["errors"],
    },
  },
  graph: {
    title: "graphs of ONNX operators",
    subjects: {
      "Values and graphs": ["value", "broadcast-shape"],
      Arithmetic: ["operators/arithmetic", "operators/matrix-product", "operators/sign"],
      Activations: ["operators/activations"],
      "Comparison and choice": ["operators/comparison"],
      "Shapes and blocks": ["operators/blocks", "operators/reshape"],
      Losses: ["losses"],
      "Gradients, values and cost": ["differentiate", "interpret", "cost"],
      "ONNX files": [
        "encode-model",
        "decode-model-proto",
        "encode-model-proto",
        "model-proto",
        "open-tensor",
      ],
      Errors: ["onnx-format-error"],
    },
  },
  model: {
    title: "models: from rows and images to answers",
    subjects: {
      "Opening a model and asking it": ["open-model", "answers"],
      "Files of models": ["files"],
      "Measuring a model": ["evaluate-model", "measures"],
      "Making a model from parts": ["model", "specs"],
      "Rows and images": ["table", "images"],
      Errors: ["errors"],
    },
  },
  "model/training": {
    title: "training models on tables and images",
    subjects: {
      Training: ["training"],
      "Columns of a table": ["table"],
    },
  },
  network: {
    title: "networks, layers and their files",
    subjects: {
      "Making networks": ["create-network", "network", "with-layers", "validate-network"],
      "Kinds of layers": ["kinds"],
      "Output of a network": ["forward", "plain-predictor", "activation", "apply-activation"],
      "Size and summary": ["summary", "format-summary", "count-parameters"],
      "What is trained": ["parameters", "parameter-id", "with-trainable", "with-parameters", "layer-fields"],
      "Weights, and other forms": ["layer-kernel", "phi-values", "to-dense", "to-spectral"],
      "Files and patches": ["files"],
      "Shapes of layers": ["layer-shapes", "shape"],
      "Samples and losses": ["samples", "check-samples", "inputs", "loss"],
      "Matrices stored or made from a seed": ["matrix"],
      Errors: ["files/error"],
    },
  },
  onnx: {
    title: "networks as ONNX models",
    subjects: {
      "Writing ONNX models": ["encode-onnx"],
      "Reading ONNX models": ["decode-onnx", "decoding"],
      "Networks as values of a graph": ["lowering"],
    },
  },
  pruning: {
    title: "pruning: smaller networks",
    subjects: {
      "Removing and masking": ["mask", "mask-within-drop", "shrink", "refactor", "choose"],
      "Rankings: what matters least": ["ranking"],
      "Schedules of pruning and training": ["schedules"],
      "Sparse networks": ["sparse", "bake"],
      "Which inputs matter": ["features"],
      "Sizes and nodes": ["network-size", "node-layers"],
    },
  },
  spectral: {
    title: "the mathematics of spectral layers",
    subjects: {
      "Kernels and transfer operators": [
        "spectral-kernel",
        "spectral-kernel-values",
        "transfer-operator",
        "from-transfer-operator",
        "eigenvectors",
        "mapping-parameter-count",
      ],
      Decompositions: ["svd", "thin-qr", "thin-lq", "orthonormal-factor"],
      "Numbers from seeds": [
        "random",
        "random-arrays",
        "random-orthonormal",
        "random-permutation",
        "seed",
        "epoch-order",
      ],
      "Masks and sparse matrices": ["magnitude-threshold", "csr-matrix"],
      "Other functions": ["erf", "transpose"],
      Errors: ["errors"],
    },
  },
  tfjs: {
    title: "layers for TensorFlow.js",
    subjects: {
      Layers: ["kinds", "mapping", "register-layers"],
      "Optimizer and what is trained": ["training"],
      "Networks to and from TensorFlow.js": ["conversion"],
      Files: ["files"],
      "Speed with WebAssembly": ["kernels"],
      Errors: ["files/model-file-error"],
    },
  },
  training: {
    title: "training and prediction",
    subjects: {
      Training: ["fit", "class-weights", "penalties"],
      "Evaluation and prediction": ["inference"],
      Optimizers: ["optimizers"],
      "Learning rates in time": ["fit/schedules", "fit/find-learning-rate"],
      "Checkpoints: stop and resume": ["checkpoint"],
      "One step at a time": ["trainer"],
      "Engines: where it runs": ["engine"],
      Errors: ["fit/divergence-error"],
    },
  },
  "training/progress": {
    title: "a line of progress in the terminal",
    subjects: { "Line of progress": ["progress"] },
  },
  "training/tensorboard": {
    title: "a log for TensorBoard",
    subjects: { "Log for TensorBoard": ["tensorboard"] },
  },
};

/** The subject of a file of a module: that with the longest path that leads to it. */
export function subjectOf(module, file) {
  const path = file.replace(/^src\//, "").replace(/\.ts$/, "");
  return Object.entries(modules[module]?.subjects ?? {})
    .flatMap(([subject, paths]) => paths.map((start) => ({ subject, start })))
    .filter(({ start }) => path === start || path.startsWith(`${start}/`))
    .sort((a, b) => b.start.length - a.start.length)[0]?.subject;
}
