import type { Stats } from "node:fs";
import { nodeModule } from "@reciprocal/node-module";
import { attempt, call, runAsync, runSync, wait, type Work } from "./calls.js";
import { fileError, type FileError, Refusal, showPath } from "./file-error.js";
import { codeOf, descriptorOf, look, refuseSpecial } from "./look.js";

export interface WriteOptions {
  /** Whether a file that is there is replaced; if not, that is an error with the code `EEXIST`. */
  readonly replace: boolean;
  /** Name for the error where there is no Node. Default `writeFile`. */
  readonly caller?: string;
}

/**
 * Writes a file whole or not at all: beside its place under a name of its own, onto the disk, then renamed, so that whoever
 * reads finds the old file or the new one, whenever this process ends.
 *
 * A link is followed: the file that it leads to is replaced, and keeps its permissions; a link to nothing is an error. What
 * is no file but takes bytes (`/dev/null`, `/dev/stdout`, a FIFO) is written to directly; a FIFO waits for its reader.
 * Folders, sockets, disks and files that may not be written are refused.
 *
 * With `replace: false` a file that came into being meanwhile is not replaced either. Weak: where the file system has no hard
 * links (FAT, some network shares), the name is claimed with an empty file first, which a reader may see for a moment.
 *
 * @throws {FileError} that names the file and says why; what was there is as it was
 */
export async function writeFile(
  path: string,
  content: Uint8Array | string,
  options: WriteOptions,
): Promise<void> {
  return runAsync(write(path, content, options), options.caller ?? "writeFile");
}

/** `writeFile` in one go. */
export function writeFileSync(path: string, content: Uint8Array | string, options: WriteOptions): void {
  return runSync(write(path, content, options), options.caller ?? "writeFile");
}

/**
 * Looks, before long work, whether `writeFile` could write here.
 *
 * @throws {FileError} if not
 */
export function checkWritableSync(path: string, options: WriteOptions): void {
  const caller = options.caller ?? "checkWritable";
  return runSync(check(path, options, caller), caller);
}

function* check(path: string, { replace }: WriteOptions, caller: string): Work<void> {
  try {
    const target = yield* targetAt(path, { replace, caller });
    if (target.kind === "stream") return;
    const folder = nodeModule("node:path", caller).dirname(target.path);
    if (!(yield* call("stat", folder)).isDirectory())
      throw new Refusal("ENOTDIR", "a part of its path is a file, not a folder (ENOTDIR)");
    yield* call("access", folder, nodeModule("node:fs", caller).constants.W_OK);
  } catch (error) {
    throw yield* writeError(path, error, caller);
  }
}

function* write(
  path: string,
  content: Uint8Array | string,
  { replace, caller = "writeFile" }: WriteOptions,
): Work<void> {
  const bytes = bytesOf(content);
  try {
    const target = yield* targetAt(path, { replace, caller });
    if (target.kind === "stream") yield* writeStream(target.to, bytes, caller);
    else
      yield* replaceFile(target.path, bytes, target.kind === "file" ? target.stats : undefined, {
        replace,
        caller,
      });
  } catch (error) {
    throw yield* writeError(path, error, caller);
  }
}

export function* writeError(path: string, cause: unknown, caller: string): Work<FileError> {
  if (codeOf(cause) !== "ENOENT" || cause instanceof Refusal) return fileError(path, "written", cause);
  const folder = nodeModule("node:path", caller).dirname(path);
  let reason = `there is no folder ${showPath(folder)}`;
  try {
    if ((yield* call("stat", folder)).isDirectory()) reason = "no file can be made in this folder";
  } catch {
    // as said
  }
  return fileError(path, "written", Object.assign(new Refusal("ENOENT", reason), { cause }));
}

/** Where bytes are to go: a new file, one that is replaced, or something that takes them as they come. */
type Target =
  | { readonly kind: "new"; readonly path: string }
  | { readonly kind: "file"; readonly path: string; readonly stats: Stats }
  | { readonly kind: "stream"; readonly to: string | number };

function* targetAt(path: string, { replace, caller }: Required<WriteOptions>): Work<Target> {
  const descriptor = descriptorOf(path, caller);
  if (descriptor !== undefined) return { kind: "stream", to: descriptor };
  const { sep } = nodeModule("node:path", caller);
  const stats = yield* look(path);
  if (stats !== undefined) refuseSpecial(stats);
  if (path.endsWith("/") || path.endsWith(sep))
    throw new Refusal("EISDIR", "a file is needed, got a name that ends in a slash, as those of folders do");
  if (stats === undefined) return { kind: "new", path };
  if (!stats.isFile()) return { kind: "stream", to: path };
  if (!replace) throw new Refusal("EEXIST", "something is there already (EEXIST)");
  yield* checkMayWrite(path, caller);
  return { kind: "file", path: yield* call("realpath", path), stats };
}

/** A rename needs the permissions of the folder alone, but a file that may not be written is not to be replaced either. */
export function* checkMayWrite(path: string, caller: string): Work<void> {
  yield* call("access", path, nodeModule("node:fs", caller).constants.W_OK);
}

function* writeStream(to: string | number, bytes: Uint8Array, caller: string): Work<void> {
  const { O_WRONLY, O_APPEND } = nodeModule("node:fs", caller).constants;
  const file = typeof to === "number" ? to : yield* call("open", to, O_WRONLY | O_APPEND);
  try {
    yield* writeAll(file, bytes);
  } finally {
    if (typeof to !== "number") yield* attempt("close", file);
  }
}

/** All of it: one call may write less, on a disk that is nearly full without an error. */
function* writeAll(file: number, bytes: Uint8Array): Work<void> {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += yield* call("write", file, bytes, done);
    } catch (error) {
      if (codeOf(error) !== "EAGAIN") throw error; // a pipe that is full for now
      yield* wait();
    }
  }
}

function* replaceFile(
  path: string,
  bytes: Uint8Array,
  old: Stats | undefined,
  { replace, caller }: Required<WriteOptions>,
): Work<void> {
  const draft = yield* writeDraft(path, bytes, old, caller);
  try {
    if (replace) yield* call("rename", draft, path);
    else yield* publishNew(draft, path);
  } catch (error) {
    yield* attempt("unlink", draft);
    throw error;
  }
  yield* syncFolder(nodeModule("node:path", caller).dirname(path));
}

/** A file beside its place, on the disk; what is not finished is removed. */
function* writeDraft(path: string, bytes: Uint8Array, old: Stats | undefined, caller: string): Work<string> {
  const draft = draftOf(path, caller);
  const file = yield* call("open", draft, "wx", old === undefined ? 0o666 : old.mode & 0o777);
  let isOpen = true;
  try {
    yield* writeAll(file, bytes);
    if (old !== undefined) {
      // as an editor does; some file systems have neither
      yield* attempt("fchown", file, old.uid, old.gid);
      yield* attempt("fchmod", file, old.mode & 0o777);
    }
    yield* call("fsync", file);
    isOpen = false;
    yield* call("close", file); // on some network shares a full disk is found here
  } catch (error) {
    if (isOpen) yield* attempt("close", file);
    yield* attempt("unlink", draft);
    throw error;
  }
  return draft;
}

/** A name that no draft of any process has, living or dead: `net.rcp.0123456789abcdef.part`. */
function draftOf(path: string, caller: string): string {
  const node = nodeModule("node:path", caller);
  const name = node.basename(path);
  const id = nodeModule("node:crypto", caller).randomUUID().replaceAll("-", "").slice(0, 16);
  // the name of the file may be as long as a name can be
  return node.join(
    node.dirname(path),
    `${new TextEncoder().encode(name).length > 100 ? "draft" : name}.${id}.part`,
  );
}

/** The file that a draft is of, by its name; undefined for other names. */
export function draftedName(name: string): string | undefined {
  return /^(.+?)(?:\.[0-9a-f]{16})?\.part$/.exec(name)?.[1];
}

/** Gives a draft its name unless something has it: a link fails then, unlike a rename. */
function* publishNew(draft: string, path: string): Work<void> {
  try {
    yield* call("link", draft, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    // no hard links here, which systems say in a dozen ways; whatever else is wrong goes wrong again
    yield* call("close", yield* call("open", path, "wx"));
    try {
      yield* call("rename", draft, path);
    } catch (second) {
      yield* attempt("unlink", path);
      throw second;
    }
    return;
  }
  yield* attempt("unlink", draft);
}

/** Brings a new name onto the disk; a system that cannot, such as Windows, has the file itself there. */
function* syncFolder(path: string): Work<void> {
  try {
    const folder = yield* call("open", path, "r");
    yield* attempt("fsync", folder);
    yield* call("close", folder);
  } catch {
    // as said
  }
}

/**
 * Writes a file of a folder that is ours: what is there and no file, a link too, is refused.
 *
 * @returns whether the name is new
 */
export function* writeInFolder(
  path: string,
  content: Uint8Array | string,
  { replace, caller }: Required<WriteOptions>,
): Work<boolean> {
  try {
    const old = yield* fileAt(path);
    if (old !== undefined && !replace) throw new Refusal("EEXIST", "something is there already (EEXIST)");
    if (old !== undefined) yield* checkMayWrite(path, caller);
    yield* replaceFile(path, bytesOf(content), old, { replace, caller });
    return old === undefined;
  } catch (error) {
    throw yield* writeError(path, error, caller);
  }
}

/** A file, or undefined if there is nothing; links are not followed. */
export function* fileAt(path: string): Work<Stats | undefined> {
  let stats: Stats;
  try {
    stats = yield* call("lstat", path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
  if (stats.isFile()) return stats;
  const kind = stats.isSymbolicLink() ? "a link" : stats.isDirectory() ? "a folder" : "a device";
  throw new Refusal(stats.isDirectory() ? "EISDIR" : "EPERM", `${kind} is there, which is not replaced`);
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
