import { looksLike, show } from "@reciprocal/guards";
import { type TarHeader, unpackTar } from "modern-tar";
import { DatasetFormatError } from "../errors.js";
import { gunzip } from "../gunzip.js";
import { nameList } from "../name-list.js";

const caller = "loadDataset";

/**
 * The contents of the wanted files of a tar archive (plain or gzip), in the wanted order, found by their last path
 * component. Everything stays in memory: nothing in the archive decides where something is written.
 *
 * Only regular files count. A link, folder or device of a wanted name is refused, and so are two files of it, names that
 * lead out of the archive, and files of which the archive leaves out the zeros (sparse ones).
 *
 * @throws {DatasetFormatError} if the archive is damaged (each header has a checksum; the contents have none beside that of
 * gzip), ends before its two empty blocks, or lacks a file
 */
export async function unpackArchive(
  bytes: Uint8Array,
  wanted: readonly string[],
  archive: string,
): Promise<Uint8Array[]> {
  const where = `${caller}: ${archive}`;
  const content = gunzip(bytes, { caller, file: archive });
  refuseSparse(where, content);
  const files = new Set<string>();
  let entries: Awaited<ReturnType<typeof unpackTar>>;
  try {
    entries = await unpackTar(content, {
      strict: true,
      filter: (header) => {
        const name = lastPart(header.name);
        const isWanted = wanted.includes(name);
        const needed = faultOf(header, { isWanted, isSecond: files.has(name) });
        if (needed !== undefined) {
          throw new DatasetFormatError(`${where}: needed ${needed}, got ${show(header.name)}`);
        }
        if (header.type === "file") files.add(name);
        return isWanted;
      },
    });
  } catch (cause) {
    if (cause instanceof DatasetFormatError) throw cause;
    const reason = cause instanceof Error ? ` (${cause.message})` : "";
    throw new DatasetFormatError(
      `${where}: needed a tar archive, got one that is damaged or cut off${reason}${looksLike(content)}`,
      { cause },
    );
  }
  const contents = new Map(entries.map(({ header, data }) => [lastPart(header.name), data]));
  return wanted.map((name) => {
    const data = contents.get(name);
    if (data) return data;
    throw new DatasetFormatError(`${where}: needs a file ${name}, got ${nameList([...files])}`);
  });
}

/** What is needed in place of an entry of an archive; undefined for one that is right. */
function faultOf(
  { name, type, pax = {} }: TarHeader,
  { isWanted, isSecond }: { readonly isWanted: boolean; readonly isSecond: boolean },
): string | undefined {
  const parts = name.split(/[/\\]/);
  if (parts[0] === "" || /^[a-z]:$/i.test(parts[0]!) || parts.includes("..")) {
    return "names that stay inside the archive";
  }
  if (Object.keys(pax).some((key) => key.startsWith("GNU.sparse."))) return wholeFiles;
  if (!isWanted) return undefined;
  if (type !== "file") return `a regular file of this name, not a ${type ?? "thing"}`;
  return isSecond ? "one file of this name, not a second" : undefined;
}

const wholeFiles = "files that are stored whole, not sparse ones";

/** GNU tar marks sparse files by a type of its own, which a reader that does not know it takes for a plain file. */
function refuseSparse(where: string, archive: Uint8Array): void {
  for (let at = 0; at + 512 <= archive.length; at += 512) {
    if (archive[at + 156] !== 0x53) continue; // "S"
    const magic = String.fromCharCode(...archive.subarray(at + 257, at + 262));
    if (magic === "ustar") throw new DatasetFormatError(`${where}: needed ${wholeFiles}, got one`);
  }
}

function lastPart(name: string): string {
  const path = name.replace(/\/+$/, "");
  return path.slice(path.lastIndexOf("/") + 1);
}
