import { lookInside, readInside } from "@reciprocal/files";
import { nodeModule } from "@reciprocal/node-module";
import type { SampleInputs, TrainTest } from "../dataset.js";
import { DatasetUnavailableError } from "../errors.js";
import { type LoadDatasetOptions, loadDatasetOptions } from "./load-dataset-options.js";
import { cacheFolder } from "../download/cache-folder.js";
import { downloadFile } from "../download/download-file.js";
import { removeLeftovers } from "../download/part-file.js";
import type { PublishedFile } from "../download/published-file.js";
import type { KnownSet } from "./known-set.js";
import { readArchive, readFolder } from "./read-folder.js";

const caller = "loadDataset";

/** {@link loadDataset} for any set of published files. */
export async function loadKnownSet(
  set: KnownSet,
  given: LoadDatasetOptions,
): Promise<TrainTest<SampleInputs>> {
  const options = loadDatasetOptions.read(caller, given);
  const { dataDir, layout, pixels, offline, mirrors = set.mirrors, onProgress, signal } = options;
  const { stallTimeout, minRate, fetch = globalThis.fetch } = options;
  const form = { layout, pixels };
  signal?.throwIfAborted();
  const path = nodeModule("node:path", caller);

  const notes: string[] = [];
  const userFolder = dataDir ?? (process.env.RECIPROCAL_DATA || undefined);
  if (userFolder !== undefined) {
    const result = await readFolder(set, userFolder, form);
    if ("data" in result) return result.data;
    if (dataDir !== undefined) throw notInFolder(set, dataDir, result.missing);
    notes.push("Not in RECIPROCAL_DATA:", ...result.missing.map((line) => `  ${line}`));
  }

  const folder = path.join(options.cacheDir ?? cacheFolder(), set.name);
  const cached = new Map<string, Uint8Array>();
  const lacking: { file: PublishedFile; state: string }[] = [];
  for (const file of set.published) {
    const found = await readCached(folder, file);
    if (typeof found === "string") lacking.push({ file, state: found });
    else {
      cached.set(file.file, found);
      await removeLeftovers(path.join(folder, file.file));
    }
  }

  for (const { file } of lacking) {
    const target = path.join(folder, file.file);
    const answers = offline
      ? mirrors.map((mirror) => `${addressOf(mirror, file)}: not asked (offline)`)
      : await downloadFile(file, target, {
          urls: mirrors.map((mirror) => addressOf(mirror, file)),
          onProgress,
          signal,
          stallTimeout,
          minRate,
          fetch,
        });
    const found = answers === undefined ? await readCached(folder, file) : undefined;
    if (found instanceof Uint8Array) {
      cached.set(file.file, found);
      continue;
    }
    throw new DatasetUnavailableError(
      [
        `${caller}: ${set.name} needs files that are not in the cache and were not downloaded; put them into ${folder}:`,
        ...lacking
          .filter((entry) => !cached.has(entry.file.file))
          .map((entry) => `  ${describe(entry.file)} (${entry.state})`),
        "or name a folder that holds them, gzip or not, by dataDir or RECIPROCAL_DATA.",
        "Mirrors:",
        ...(answers ?? []).map((line) => `  ${line}`),
        ...notes,
      ].join("\n"),
    );
  }

  if (set.archive !== undefined) {
    return readArchive(set, cached.get(set.archive)!, { archive: path.join(folder, set.archive), form });
  }
  return set.read({
    contents: set.members.map((member) => cached.get(member)!),
    paths: set.members.map((member) => path.join(folder, member)),
    form,
  });
}

function addressOf(mirror: string, { file }: PublishedFile): string {
  return mirror.endsWith("/") ? mirror + file : `${mirror}/${file}`;
}

function describe({ file, bytes, sha256 }: PublishedFile): string {
  return `${file}, ${bytes} bytes, SHA-256 ${sha256}`;
}

function notInFolder(set: KnownSet, dataDir: string, missing: readonly string[]): DatasetUnavailableError {
  const archive = set.archive === undefined ? " (each with or without .gz)" : ` or ${set.archive}`;
  return new DatasetUnavailableError(
    [
      `${caller}: ${set.name} needs ${set.members.join(", ")}${archive} in dataDir ${dataDir}; looked in`,
      ...missing.map((line) => `  ${line}`),
    ].join("\n"),
  );
}

/**
 * The bytes of a file in the folder of a set in the cache if they are the published ones, else what is there instead, which a
 * download replaces.
 */
async function readCached(
  folder: string,
  { file, bytes, sha256 }: PublishedFile,
): Promise<Uint8Array | string> {
  let content: Uint8Array;
  try {
    const kind = await lookInside(folder, file, { caller });
    if (kind === undefined) return "not there";
    if (kind === "folder") return "there as a folder";
    content = await readInside(folder, file, { caller });
  } catch (error) {
    return `not to be used: ${(error as Error).message}`;
  }
  if (content.length !== bytes) return `there with ${content.length} bytes`;
  const digest = nodeModule("node:crypto", caller).createHash("sha256").update(content).digest("hex");
  return digest === sha256 ? content : `there with SHA-256 ${digest}`;
}
