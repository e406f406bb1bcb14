import { basename } from "node:path";
import type { Dataset, LoadImageFolderOptions, ReadTableOptions } from "@reciprocal/datasets";
import { inFile } from "./in-file.js";
import { isFolder } from "./is-folder.js";
import { readBytes } from "./read-bytes.js";
import { readStandardInput, standardInput } from "./standard-input.js";
import { UsageError } from "./usage-error.js";

/** Sets that are known by their name. */
export const setNames = ["digits", "mnist", "fashion-mnist", "cifar10"] as const;

/** Samples with what is to be answered, as they were named on the command line. */
export type Data =
  | {
      readonly kind: "table";
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly reading: ReadTableOptions;
    }
  | { readonly kind: "images"; readonly name: string }
  | { readonly kind: "set"; readonly name: (typeof setNames)[number]; readonly dataDir: string | undefined };

export const dataKinds = { table: "a table", images: "a folder of images", set: "a named set" } as const;

/** Options that say where data are, or how to read them. */
export interface DataOptions {
  readonly encoding?: string | undefined;
  readonly "data-dir"?: string | undefined;
}

/** What a word of the command line names: a set by its name, a folder of images, else a file or the pipe with a table. */
export async function dataAt(word: string, { encoding, "data-dir": dataDir }: DataOptions): Promise<Data> {
  const data = await find();
  for (const [option, value, kind] of [
    ["--encoding", encoding, "table"],
    ["--data-dir", dataDir, "set"],
  ] as const) {
    if (value !== undefined && data.kind !== kind)
      throw new UsageError(`${option} is for ${dataKinds[kind]}, got ${dataKinds[data.kind]}`);
  }
  return data;

  async function find(): Promise<Data> {
    const name = setNames.find((one) => one === word);
    if (name !== undefined) return { kind: "set", name, dataDir };
    const isPipe = word === standardInput;
    if (!isPipe && isFolder(word)) return { kind: "images", name: word };
    const bytes = isPipe ? await readStandardInput() : readBytes(word);
    const title = isPipe ? "standard input" : basename(word);
    return { kind: "table", name: title, bytes, reading: { name: title, encoding } };
  }
}

/** Both parts of a set; what is not on this machine is downloaded. */
export async function loadSet(
  { name, dataDir }: Extract<Data, { kind: "set" }>,
  note: (text: string) => void,
): Promise<{ readonly train: Dataset; readonly test: Dataset }> {
  const { digits, loadDataset } = await import("@reciprocal/datasets");
  if (name === "digits") {
    if (dataDir === undefined) return digits();
    throw new UsageError("--data-dir is for sets that are files; digits are generated");
  }
  const fetched = new Set<string>();
  return loadDataset(name, {
    dataDir,
    onProgress({ file, url }) {
      if (!fetched.has(url)) note(`fetching ${file} from ${url}`);
      fetched.add(url);
    },
  });
}

/** How images of a folder are read. */
export type ImageOptions = Omit<LoadImageFolderOptions, "pixels">;

/** Images of which each class has a folder; says which were skipped, if they may be. */
export async function loadImages(
  path: string,
  options: ImageOptions,
  note: (text: string) => void,
): Promise<Dataset> {
  const { loadImageFolder } = await import("@reciprocal/datasets");
  const images = await inFile(path, () => loadImageFolder(path, options));
  for (const file of images.skipped) note(`skipped, since it cannot be read: ${file}`);
  return images;
}
