import { orientations } from "./read-network.js";

/** Arguments that several commands take, in the same words. */
export const verifyArgument = {
  verify: {
    type: "boolean",
    // shown beside --no-verify, which is what can be given
    description: "Make no matrix from its recipe, and compare no digests",
    default: true,
  },
} as const;

export const forceArgument = {
  force: { type: "boolean", description: "Write over what is there" },
} as const;

export const jsonArgument = {
  json: { type: "boolean", description: "Print one JSON object" },
} as const;

export const spectraFormats = ["float32", "float16"] as const;

export const spectraArgument = {
  spectra: {
    type: "string",
    valueHint: spectraFormats.join("|"),
    description: "How eigenvalues, s and biases are stored (float32; float16 rounds them to half the bytes)",
  },
} as const;

/** Of the dense layers of other tools. */
export const denseNamesArguments = {
  layers: {
    type: "string",
    valueHint: "kernel,bias,activation;…",
    description: "Tensors of a .safetensors file of another tool, layer by layer",
  },
  orientation: {
    type: "string",
    valueHint: orientations.join("|"),
    description: "How those kernels lie (out-in, as in PyTorch; in-out, as in Keras)",
  },
} as const;

/** Where samples come from, and how to read them. */
export const dataArguments = {
  encoding: {
    type: "string",
    valueHint: "windows-1252",
    description: "Of a table that is neither in UTF-8 nor in UTF-16 with its mark",
  },
  "data-dir": {
    type: "string",
    valueHint: "folder",
    description: "Folder with the files of mnist, fashion-mnist or cifar10 (downloaded if it is not given)",
  },
} as const;
