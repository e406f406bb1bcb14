import { nodeModule } from "@reciprocal/node-module";
import { attempt, call, runAsync, runSync, wait, type Work } from "./calls.js";
import { fileError, Refusal } from "./file-error.js";
import { codeOf, descriptorOf, look, refuseSpecial } from "./look.js";

export interface ReadOptions {
  /** Name for the error where there is no Node. Default the name of the function. */
  readonly caller?: string;
}

/**
 * Reads a file that the user names, as `cat` does: links are followed, a FIFO and standard input are read to their end.
 *
 * @throws {FileError} that names the file and says why: a folder, a device, a socket, nothing there
 */
export async function readFile(path: string, { caller = "readFile" }: ReadOptions = {}): Promise<Uint8Array> {
  return runAsync(read(path, caller), caller);
}

/** `readFile` in one go. */
export function readFileSync(path: string, { caller = "readFile" }: ReadOptions = {}): Uint8Array {
  return runSync(read(path, caller), caller);
}

/**
 * Reads a file that was found inside a folder: a regular file whose real path stays there. Nothing else is opened, so that no
 * link leads out and no FIFO waits for ever.
 *
 * Weak: who can write to the folder at the same moment can exchange one of the folders on the way.
 *
 * @param name - relative to the folder, with folders of it if need be
 * @throws {FileError} that names the file and says why
 */
export async function readInside(
  folder: string,
  name: string,
  { caller = "readInside" }: ReadOptions = {},
): Promise<Uint8Array> {
  return runAsync(readIn(folder, name, caller), caller);
}

/** `readInside` in one go. */
export function readInsideSync(
  folder: string,
  name: string,
  { caller = "readInside" }: ReadOptions = {},
): Uint8Array {
  return runSync(readIn(folder, name, caller), caller);
}

/**
 * What was found inside a folder: a file or a folder whose real path stays there, as {@link readInside} takes them; undefined if
 * there is nothing.
 *
 * @param name - relative to the folder, with folders of it if need be
 * @throws {FileError} for a link that leads out or nowhere, a FIFO, a socket and a device
 */
export async function lookInside(
  folder: string,
  name: string,
  { caller = "lookInside" }: ReadOptions = {},
): Promise<"file" | "folder" | undefined> {
  return runAsync(lookIn(folder, name, caller), caller);
}

function* read(path: string, caller: string): Work<Uint8Array> {
  try {
    const descriptor = descriptorOf(path, caller);
    if (descriptor !== undefined) return yield* readStream(descriptor);
    const stats = yield* look(path);
    if (stats === undefined) throw new Refusal("ENOENT", "there is no such file");
    refuseSpecial(stats);
    if (stats.isCharacterDevice()) throw new Refusal("EPERM", "it is a device, a file is needed");
    return yield* call("readFile", path);
  } catch (error) {
    throw fileError(path, "read", error);
  }
}

function* readStream(file: number): Work<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = new Uint8Array(1 << 16);
    try {
      const length = yield* call("read", file, chunk);
      if (length === 0) break;
      chunks.push(chunk.subarray(0, length));
    } catch (error) {
      if (codeOf(error) === "EOF") break; // so Windows says that a pipe ends
      if (codeOf(error) !== "EAGAIN") throw error;
      yield* wait(); // nothing has come yet
    }
  }
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function* readIn(folder: string, name: string, caller: string): Work<Uint8Array> {
  const path = nodeModule("node:path", caller);
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = nodeModule("node:fs", caller).constants;
  try {
    const real = yield* realInside(folder, name, caller);
    refuseUnlessFile(yield* call("stat", real)); // before it is opened, which does things to some devices
    const file = yield* call("open", real, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      refuseUnlessFile(yield* call("fstat", file)); // what was opened in the end
      return yield* call("readFile", file);
    } finally {
      yield* attempt("close", file);
    }
  } catch (error) {
    throw fileError(path.join(folder, name), "read", error);
  }
}

/** Where something in a folder really is, links followed. */
function* realInside(folder: string, name: string, caller: string): Work<string> {
  const path = nodeModule("node:path", caller);
  const top = yield* call("realpath", folder);
  const isOutside = (other: string): boolean =>
    other === "" || path.isAbsolute(other) || other.split(path.sep)[0] === "..";
  if (isOutside(path.normalize(name))) throw new Refusal("EACCES", "it leads out of the folder");
  const whole = path.join(folder, name);
  let real: string;
  try {
    real = yield* call("realpath", whole);
  } catch (error) {
    if (codeOf(error) === "ENOENT") {
      yield* call("lstat", whole);
      throw new Refusal("ENOENT", "a link that leads nowhere");
    }
    throw error;
  }
  const relative = path.relative(top, real);
  if (relative !== "" && isOutside(relative))
    throw new Refusal("EACCES", "a link that leads out of the folder");
  return real;
}

function* lookIn(folder: string, name: string, caller: string): Work<"file" | "folder" | undefined> {
  const path = nodeModule("node:path", caller).join(folder, name);
  try {
    try {
      yield* call("lstat", path);
    } catch (error) {
      if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
      throw error;
    }
    const stats = yield* call("stat", yield* realInside(folder, name, caller));
    if (stats.isDirectory()) return "folder";
    refuseUnlessFile(stats);
    return "file";
  } catch (error) {
    throw fileError(path, "read", error);
  }
}

function refuseUnlessFile(stats: Parameters<typeof refuseSpecial>[0]): void {
  refuseSpecial(stats);
  if (stats.isFIFO()) throw new Refusal("EPERM", "it is a FIFO, a file is needed");
  if (!stats.isFile()) throw new Refusal("EPERM", "it is a device, a file is needed");
}
