import { basename, extname } from "node:path";
import { describeBytes, looksLike } from "@reciprocal/guards";
import { endsInSlash, isFolder } from "./is-folder.js";
import { UsageError } from "./usage-error.js";

/** What a file or folder is. */
export const fileKinds = ["rcp", "patch", "text", "safetensors", "onnx", "tfjs"] as const;
export type FileKind = (typeof fileKinds)[number];

const extensions: Readonly<Record<string, Exclude<FileKind, "tfjs">>> = {
  ".rcp": "rcp",
  ".rcpd": "patch",
  ".txt": "text",
  ".safetensors": "safetensors",
  ".onnx": "onnx",
};

const known = `${Object.keys(extensions).join(", ")}, or a folder with the model.json of TensorFlow.js`;

/** What is at a path: by its first bytes if they tell, else by its name. */
export function kindOfContent(path: string, bytes: Uint8Array): Exclude<FileKind, "tfjs"> {
  const seen = describeBytes(bytes)?.kind;
  if (seen === "rcp" || seen === "patch" || seen === "safetensors") return seen;
  const kind = extensions[extname(path).toLowerCase()];
  if (kind !== undefined) return kind;
  if (seen === "onnx") return seen;
  throw new UsageError(
    `${path}: cannot tell what it is${looksLike(bytes)}; a network is in a file that ends in ${known}`,
  );
}

/** What a path is to become, by its name alone; a name without an extension is a folder for TensorFlow.js. */
export function kindOfTarget(path: string): FileKind {
  const extension = extname(path).toLowerCase();
  const isFolderName = extension === "" || (endsInSlash(path) && extensions[extension] === undefined);
  const kind = isFolderName ? "tfjs" : extensions[extension];
  if (kind !== undefined) return kind;
  throw new UsageError(`${path}: cannot tell what to write; a name must end in ${known}, or take --as`);
}

/** A folder, or the model.json in one. */
export function isTfjs(path: string): boolean {
  return basename(path) === "model.json" || isFolder(path);
}
