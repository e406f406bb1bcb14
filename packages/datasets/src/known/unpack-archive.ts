import { looksLike } from "@reciprocal/guards";
import { parseTar } from "nanotar";
import { DatasetFormatError } from "../errors.js";
import { gunzip } from "../gunzip.js";

/**
 * The contents of the wanted files of a tar archive (plain or gzip), in the wanted order, found by their last path
 * component.
 *
 * @throws {DatasetFormatError} if the archive is damaged or lacks a file
 */
export function unpackArchive(bytes: Uint8Array, wanted: readonly string[], archive: string): Uint8Array[] {
  const content = gunzip(bytes, archive, "loadDataset");
  const entries = new Map<string, Uint8Array>();
  try {
    // parseTar reads the whole underlying buffer of a view, so a view on part of one is copied first
    const whole = content.byteLength === content.buffer.byteLength ? content : new Uint8Array(content);
    for (const { name, data } of parseTar(whole)) {
      if (data) entries.set(name.slice(name.lastIndexOf("/") + 1), data);
    }
  } catch (cause) {
    throw new DatasetFormatError(
      `loadDataset: ${archive}: needed a tar archive, got one that is damaged${looksLike(content)}`,
      { cause },
    );
  }
  return wanted.map((name) => {
    const data = entries.get(name);
    if (data) return data;
    throw new DatasetFormatError(
      `loadDataset: ${archive}: needs a file ${name}, got ${entries.size === 0 ? `none${looksLike(content)}` : [...entries.keys()].join(", ")}`,
    );
  });
}
