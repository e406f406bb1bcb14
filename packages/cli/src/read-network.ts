import {
  decodeNetwork,
  decodeSafetensors,
  denseFromSafetensors,
  toSpectral,
  type Network,
  fromSafetensors,
  networkFromText,
  toDense,
} from "@reciprocal/network";
import { denseNames } from "./dense-names.js";
import { type FileKind, isTfjs, kindOfContent } from "./file-kind.js";
import { inFile } from "./in-file.js";
import { readBytes } from "./read-bytes.js";
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

export interface NetworkFile {
  readonly kind: FileKind;
  readonly network: Network;
}

/** The network in a file or folder of any kind that holds one. */
export async function readNetwork(path: string, options: ReadOptions): Promise<NetworkFile> {
  const { layers, orientation, verify } = options;
  const isFolder = isTfjs(path);
  const bytes = isFolder ? new Uint8Array() : readBytes(path);
  const kind = isFolder ? "tfjs" : kindOfContent(path, bytes);
  if (kind !== "safetensors" && layers !== undefined) {
    throw new UsageError(`--layers is for .safetensors files, got ${path}`);
  }
  if (layers === undefined && orientation !== undefined) {
    throw new UsageError("--orientation needs --layers, which says which tensors are read");
  }
  const network = await inFile(path, (): Network | Promise<Network> => {
    switch (kind) {
      case "rcp":
        return decodeNetwork(bytes, { verify });
      case "text":
        return networkFromText(new TextDecoder().decode(bytes).trim(), { verify });
      case "tfjs":
        return readTfjsFolder(path);
      case "safetensors":
        return layers === undefined
          ? fromSafetensors(decodeSafetensors(bytes), { verify })
          : denseNetwork(bytes, layers, orientation);
      case "patch":
        throw new UsageError("a patch holds no network of its own; `reciprocal apply` puts it on its base");
      case "onnx":
        return readOnnx(path, bytes);
    }
  });
  return { kind, network };
}

function denseNetwork(bytes: Uint8Array, layers: string, orientation: ReadOptions["orientation"]): Network {
  const weights = denseFromSafetensors(decodeSafetensors(bytes), {
    layers: denseNames(layers),
    ...(orientation !== undefined && { orientation }),
  });
  return toDense(toSpectral(weights)); // exact: w = (1 − 0) φ
}
