import { lookInside, readInside } from "@reciprocal/files";
import { nodeModule } from "@reciprocal/node-module";
import type { SampleInputs, TrainTest } from "../dataset.js";
import { DatasetFormatError } from "../errors.js";
import { gunzip } from "../gunzip.js";
import type { ImageForm, KnownSet } from "./known-set.js";
import { knownSets } from "./known-sets.js";
import { unpackArchive } from "./unpack-archive.js";

const caller = "loadDataset";

/** The data set, or what is missing from each folder that was looked at. */
export type FolderResult =
  { readonly data: TrainTest<SampleInputs> } | { readonly missing: readonly string[] };

/**
 * Reads a data set from a user's folder or one of the usual folders below it. Files are judged by their content
 * (format, lengths, counts, labels), not by the published digests: those hold for one gzip wrapping only. A file is
 * also found by the names that archives give it: `train-images.idx3-ubyte`, and inside a folder of its own name.
 *
 * Links inside the folder are followed; a link that leads out of it, a FIFO and a device of such a name are refused.
 *
 * @throws {DatasetFormatError} if the files are there and are not what is needed
 * @throws {Error} with `path` and `code`, for a file that cannot be read or leads out
 */
export async function readFolder(set: KnownSet, base: string, form: ImageForm): Promise<FolderResult> {
  const path = nodeModule("node:path", caller);
  const read = (file: string) => readInside(base, file, { caller });
  const missing: string[] = [];
  for (const below of set.folders) {
    const files = await Promise.all(set.members.map((member) => findFile(base, below, namesOf(member))));
    const found = files.filter((file) => file !== undefined);
    if (found.length === files.length) {
      const contents = await Promise.all(found.map(read));
      const paths = found.map((file) => path.join(base, file));
      rejectOtherSet(set, contents, paths);
      return { data: set.read({ contents, paths, form }) };
    }
    const archive = set.archive === undefined ? undefined : await findFile(base, below, [set.archive]);
    if (archive !== undefined) {
      const data = await readArchive(set, await read(archive), { archive: path.join(base, archive), form });
      return { data };
    }
    const lacking = set.members.filter((_, i) => files[i] === undefined);
    const what = found.length === 0 ? "none of the files" : `no ${lacking.join(", no ")}`;
    missing.push(`${path.join(base, below)}: ${what}`);
  }
  return { missing };
}

/** The names that a file may have, first the plain ones. */
function namesOf(member: string): string[] {
  const plain = member.replace(/\.gz$/, "");
  const names = [...new Set([plain, plain.replace("-idx", ".idx")])];
  return member === plain ? names : [...names, ...names.map((name) => `${name}.gz`)];
}

/**
 * The first of some names that is a file in a folder inside of `base`, or in a folder there that has one of the names itself;
 * relative to `base`.
 */
async function findFile(
  base: string,
  below: string,
  names: readonly string[],
  isInside = false,
): Promise<string | undefined> {
  const path = nodeModule("node:path", caller);
  const there = await Promise.all(
    names.map(async (name) => {
      const file = path.join(below, name);
      return { file, kind: await lookInside(base, file, { caller }) };
    }),
  );
  const file = there.find(({ kind }) => kind === "file")?.file;
  if (file !== undefined || isInside) return file;
  for (const { file: inner, kind } of there) {
    const found = kind === "folder" ? await findFile(base, inner, names, true) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Reads the members of a set out of the bytes of its archive. */
export async function readArchive(
  set: KnownSet,
  bytes: Uint8Array,
  { archive, form }: { readonly archive: string; readonly form: ImageForm },
): Promise<TrainTest<SampleInputs>> {
  const paths = set.members.map((member) => `${archive}/${member}`);
  return set.read({ contents: await unpackArchive(bytes, set.members, archive), paths, form });
}

// MNIST and Fashion-MNIST use the same four file names
function rejectOtherSet(set: KnownSet, contents: readonly Uint8Array[], paths: readonly string[]): void {
  if (set.testLabels === undefined) return;
  const labels = contents.at(-1)!;
  const digest = nodeModule("node:crypto", caller)
    .createHash("sha256")
    .update(gunzip(labels, { caller, file: paths.at(-1)! }))
    .digest("hex");
  const other = Object.values(knownSets).find((known) => known.testLabels === digest);
  if (other === undefined || other.name === set.name) return;
  throw new DatasetFormatError(
    `${caller}: ${paths.at(-1)!}: needed the labels of ${set.name}, got those of ${other.name}`,
  );
}
