import {
  decodeNetworkWithData,
  decodeSafetensors,
  denseFromSafetensors,
  toSpectral,
  type Network,
  type NetworkWithData,
  fromSafetensors,
  networkFromText,
  toDense,
} from "@reciprocal/network";
import { denseNames } from "./dense-names.js";
import { inFile } from "./in-file.js";
import { type Input, readInput } from "./read-input.js";
import { readOnnx } from "./read-onnx.js";
import { readTfjsFolder } from "./tfjs-folder.js";
import { UsageError } from "./usage-error.js";

export const orientations = ["out-in", "in-out"] as const;

export interface ReadOptions {
  /** Whether matrices are made and their digests compared. */
  readonly verify: boolean;
  /** Which tensors of a safetensors file make a dense layer, as `denseNames` reads it. */
  readonly layers?: string | undefined;
  /** How kernels lie in such a file. */
  readonly orientation?: (typeof orientations)[number] | undefined;
}

export interface NetworkFile extends NetworkWithData {
  /** Whether the file says what a model takes and answers: then `modelIn` reads it. */
  readonly isModel: boolean;
}

/** The network in a file or folder of any kind that holds one. */
export async function readNetwork(path: string, options: ReadOptions): Promise<NetworkFile> {
  return networkIn(readInput(path), options);
}

/** The network in a file or folder that was read. */
export async function networkIn(input: Input, options: ReadOptions): Promise<NetworkFile> {
  const { path, kind, bytes } = input;
  const { layers, orientation, verify } = options;
  if (kind !== "safetensors" && layers !== undefined) {
    throw new UsageError(`--layers is for .safetensors files, got ${path}`);
  }
  if (layers === undefined && orientation !== undefined) {
    throw new UsageError("--orientation needs --layers, which says which tensors are read");
  }
  let isModel = false;
  const read = await inFile(path, async (): Promise<NetworkWithData> => {
    switch (kind) {
      case "rcp": {
        const file = decodeNetworkWithData(bytes, { verify });
        isModel = typeof file.data === "object" && file.data !== null && "model" in file.data;
        return file;
      }
      case "text":
        return { network: networkFromText(new TextDecoder().decode(bytes).trim(), { verify }) };
      case "tfjs":
        return { network: await readTfjsFolder(path) };
      case "safetensors": {
        if (layers !== undefined) return { network: denseNetwork(bytes, layers, orientation) };
        const file = decodeSafetensors(bytes);
        isModel = "reciprocal.model" in file.metadata;
        return { network: fromSafetensors(file, { verify }) };
      }
      case "patch":
        throw new UsageError("a patch holds no network of its own; `reciprocal apply` puts it on its base");
      case "onnx":
        return { network: readOnnx(path, bytes) };
    }
  });
  return { isModel, ...read };
}

function denseNetwork(bytes: Uint8Array, layers: string, orientation: ReadOptions["orientation"]): Network {
  const weights = denseFromSafetensors(decodeSafetensors(bytes), {
    layers: denseNames(layers),
    ...(orientation !== undefined && { orientation }),
  });
  return toDense(toSpectral(weights)); // exact: w = (1 − 0) φ
}
