import type { Target } from "../target.js";

interface Entry {
  /** The public functions that the target runs, each as `package: function`; others have words in brackets. */
  readonly readers: readonly string[];
  readonly load: () => Promise<Target>;
  /** Inputs in `npm test`, where 10,000 take too long, and why. */
  readonly fewer?: { readonly runs: number; readonly why: string };
}

/** Every target, by the name that `pnpm fuzz` knows. */
export const targets: Readonly<Record<string, Entry>> = {
  "network-file": {
    readers: ["network: decodeNetwork", "network: decodeNetworkWithData"],
    load: async () => (await import("./network-file.js")).networkFile,
  },
  "network-text": {
    readers: ["network: networkFromText"],
    load: async () => (await import("./network-text.js")).networkText,
  },
  patch: { readers: ["network: applyPatch"], load: async () => (await import("./patch.js")).patch },
  safetensors: {
    readers: ["network: decodeSafetensors"],
    load: async () => (await import("./safetensors.js")).safetensors,
  },
  "network-safetensors": {
    readers: ["network: fromSafetensors"],
    load: async () => (await import("./network-safetensors.js")).networkSafetensors,
  },
  "dense-safetensors": {
    readers: ["network: denseFromSafetensors"],
    load: async () => (await import("./dense-safetensors.js")).denseSafetensors,
  },
  "canonical-json": {
    readers: ["network: parseCanonicalJson"],
    load: async () => (await import("./canonical-json.js")).canonicalJsonText,
  },
  checkpoint: {
    readers: ["training: decodeCheckpoint"],
    load: async () => (await import("./checkpoint.js")).checkpoint,
  },
  "model-file": {
    readers: ["model: decodeModel", "model: openModel"],
    load: async () => (await import("./model-file.js")).modelFile,
  },
  "model-safetensors": {
    readers: ["model: modelFromSafetensors"],
    load: async () => (await import("./model-safetensors.js")).modelSafetensors,
  },
  "model-rows": {
    readers: ["model: openModel"],
    load: async () => (await import("./model-rows.js")).modelRows,
  },
  onnx: { readers: ["onnx: decodeOnnx"], load: async () => (await import("./onnx.js")).onnx },
  "onnx-graphs": {
    readers: ["onnx: decodeOnnx"],
    load: async () => (await import("./onnx-graphs.js")).onnxGraphs,
  },
  "onnx-messages": {
    readers: ["graph: decodeModelProto", "graph: openTensor"],
    load: async () => (await import("./onnx.js")).onnxMessages,
  },
  tfjs: {
    readers: ["tfjs: readLayersModel", "tfjs: fromLayersModel"],
    load: async () => (await import("./tfjs.js")).tfjs,
    fewer: { runs: 1000, why: "TensorFlow.js takes five milliseconds to make a model" },
  },
  idx: {
    readers: ["datasets: decodeIdx", "datasets: datasetFromIdx"],
    load: async () => (await import("./idx.js")).idxFile,
  },
  cifar10: { readers: ["datasets: decodeCifar10"], load: async () => (await import("./cifar10.js")).cifar10 },
  archive: { readers: ["datasets: loadDataset"], load: async () => (await import("./archive.js")).archive },
  csv: {
    readers: ["datasets: readTable", "datasets: datasetFromCsv", "datasets: regressionFromCsv"],
    load: async () => (await import("./csv.js")).csv,
  },
  rows: { readers: ["datasets: tableFromRows"], load: async () => (await import("./rows.js")).rows },
  image: { readers: ["datasets: decodeImage"], load: async () => (await import("./image.js")).image },
  "cli-files": { readers: [], load: async () => (await import("./cli-files.js")).cliFiles },
  "cli-options": { readers: [], load: async () => (await import("./cli-files.js")).cliOptions },
  "run-log": { readers: [], load: async () => (await import("./run-log.js")).runLog },
  playground: { readers: [], load: async () => (await import("./playground.js")).playground },
};

export const targetNames = Object.keys(targets);

export async function targetOf(name: string): Promise<Target> {
  const entry = targets[name];
  if (!entry) throw new RangeError(`there is no target ${name}`);
  return entry.load();
}
