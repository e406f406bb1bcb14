import { nodeModule } from "@reciprocal/node-module";
import { attempt, call, runAsync, runSync, type Work } from "./calls.js";
import { fileError, Refusal } from "./file-error.js";
import { look } from "./look.js";
import {
  checkMayWrite,
  draftedName,
  fileAt,
  writeError,
  writeInFolder,
  type WriteOptions,
} from "./write-file.js";

/** Files of a folder that are one thing together, such as a description of a model and the weights that it names. */
export interface FileSet {
  /** The file that names the others, and decides which set a reader sees. */
  readonly index: readonly [name: string, content: Uint8Array | string];
  /** The others, by name. A name must say what is in it, such as by a digest: two contents never have one name. */
  readonly parts: ReadonlyMap<string, Uint8Array | string>;
  /** Whether a name is one that an earlier set of this kind has given to a part. */
  readonly isPart: (name: string) => boolean;
}

/**
 * Writes files that belong together into a folder, which is made if it is not there, so that whoever reads by the index finds
 * the old set or the new one, whenever this process ends: first the parts, then the index in one step, then the parts of
 * the set before are removed, and what interrupted writes left more than a day ago. Every other file stays.
 *
 * Weak: who reads the old index just before it is replaced may not find its parts any more, and has to read it again.
 *
 * @throws {FileError} that names the file or the folder and says why; the set that was there is as it was
 */
export async function writeFileSet(folder: string, files: FileSet, options: WriteOptions): Promise<void> {
  return runAsync(writeSet(folder, files, options), options.caller ?? "writeFileSet");
}

/** `writeFileSet` in one go. */
export function writeFileSetSync(folder: string, files: FileSet, options: WriteOptions): void {
  return runSync(writeSet(folder, files, options), options.caller ?? "writeFileSet");
}

/**
 * Looks, before long work, whether a folder is there or could be made, and files in it.
 *
 * @throws {FileError} if not
 */
export function checkFolderSync(
  folder: string,
  { caller = "checkFolder" }: { readonly caller?: string } = {},
): void {
  return runSync(checkFolder(folder, caller), caller);
}

function* checkFolder(folder: string, caller: string): Work<void> {
  const { constants } = nodeModule("node:fs", caller);
  const node = nodeModule("node:path", caller);
  try {
    if (folder === "") throw new Refusal("ENOENT", "a name is needed, got none");
    for (let place = node.resolve(folder); ; place = node.dirname(place)) {
      const stats = yield* look(place);
      if (stats === undefined && place !== node.dirname(place)) continue;
      if (stats?.isDirectory() !== true)
        throw new Refusal("ENOTDIR", "a folder is needed, got a file (ENOTDIR)");
      return yield* call("access", place, constants.W_OK);
    }
  } catch (error) {
    throw fileError(folder, "written", error);
  }
}

const day = 24 * 60 * 60 * 1000;

function* writeSet(
  folder: string,
  { index: [indexName, index], parts, isPart }: FileSet,
  { replace, caller = "writeFileSet" }: WriteOptions,
): Work<void> {
  const inFolder = (name: string): string => nodeModule("node:path", caller).join(folder, name);
  const indexPath = inFolder(indexName);
  const made = yield* makeFolder(folder, caller);
  const fresh: string[] = [];
  let before: string;
  try {
    before = yield* textAt(indexPath, { replace, caller });
    for (const [name, content] of parts) {
      const path = inFolder(name);
      if (yield* writeInFolder(path, content, { replace: true, caller })) fresh.push(path);
    }
    yield* writeInFolder(indexPath, index, { replace, caller });
  } catch (error) {
    for (const path of fresh) yield* attempt("unlink", path);
    for (const path of made) yield* attempt("rmdir", path);
    throw error;
  }

  // the new set is whole from here on: what cannot be removed does no harm
  try {
    for (const name of yield* call("readdir", folder)) {
      const drafted = draftedName(name);
      const isOwn = isPart(drafted ?? name) || drafted === indexName;
      if (!isOwn || parts.has(name)) continue;
      const path = inFolder(name);
      // what is young and unnamed may be of another process that is writing now
      if (before.includes(name) || Date.now() - (yield* call("lstat", path)).mtimeMs > day)
        yield* attempt("unlink", path);
    }
  } catch {
    // as said
  }
}

/** The index that is there, to see which parts are its own. */
function* textAt(path: string, { replace, caller }: Required<WriteOptions>): Work<string> {
  try {
    if ((yield* fileAt(path)) === undefined) return "";
    if (!replace) throw new Refusal("EEXIST", "something is there already (EEXIST)");
    yield* checkMayWrite(path, caller);
    return new TextDecoder().decode(yield* call("readFile", path));
  } catch (error) {
    throw yield* writeError(path, error, caller);
  }
}

/** Makes a folder and those above it; gives those that were not there, the innermost first. */
function* makeFolder(path: string, caller: string): Work<string[]> {
  const node = nodeModule("node:path", caller);
  try {
    const stats = yield* look(path);
    if (stats?.isDirectory() === true) return [];
    if (stats !== undefined) throw new Refusal("ENOTDIR", "a folder is needed, got a file (ENOTDIR)");
    const outermost = yield* call("mkdir", path, { recursive: true });
    if (outermost === undefined) return []; // another process has made it meanwhile
    const made = [node.resolve(path)];
    while (made.at(-1) !== node.resolve(outermost)) made.push(node.dirname(made.at(-1)!));
    return made;
  } catch (error) {
    throw fileError(path, "written", error);
  }
}
