import type { Hash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { fileError } from "@reciprocal/files";
import { nodeModule } from "@reciprocal/node-module";

const caller = "loadDataset";
const day = 24 * 60 * 60 * 1000;

/**
 * The bytes of a download that have arrived so far, and their digest.
 *
 * While it is written a part file belongs to one download alone (`<target>.<host>.<pid>.<id>.part`), so that any
 * number of processes can fetch the same file; afterwards it rests as `<target>.part` until the next download claims
 * it. The part file of a process that has died is claimed too.
 */
export class PartFile {
  readonly #target: string;
  readonly #path: string;
  readonly #file: FileHandle;
  #hash = newHash();
  #length = 0;
  #published = false;

  private constructor(target: string, path: string, file: FileHandle) {
    this.#target = target;
    this.#path = path;
    this.#file = file;
  }

  /**
   * Opens a part file for `target`, with what an earlier download left, if anything.
   *
   * @throws {FileError} that names the target, here and in everything else that writes: the disk may be full
   */
  static claim(target: string): Promise<PartFile> {
    return naming(target, PartFile.#claim(target));
  }

  static async #claim(target: string): Promise<PartFile> {
    const fs = nodeModule("node:fs/promises", caller);
    const path = nodeModule("node:path", caller);
    const { O_RDWR, O_CREAT, O_APPEND, O_NOFOLLOW = 0 } = nodeModule("node:fs", caller).constants;
    await fs.mkdir(path.dirname(target), { recursive: true });
    const id = nodeModule("node:crypto", caller).randomUUID();
    const own = `${target}.${nodeModule("node:os", caller).hostname()}.${process.pid}.${id}.part`;
    for (const leftover of await leftovers(target)) {
      if (await rename(leftover, own)) break; // only one of several processes succeeds
    }
    const part = new PartFile(target, own, await fs.open(own, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW));
    for await (const chunk of part.#file.createReadStream({ start: 0, autoClose: false })) {
      part.#count(chunk as Uint8Array);
    }
    return part;
  }

  get length(): number {
    return this.#length;
  }

  /** SHA-256 of all bytes so far, hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest("hex");
  }

  async append(chunk: Uint8Array): Promise<void> {
    await naming(this.#target, this.#file.appendFile(chunk));
    this.#count(chunk);
  }

  /** Forgets all bytes. */
  async reset(): Promise<void> {
    await naming(this.#target, this.#file.truncate(0));
    this.#hash = newHash();
    this.#length = 0;
  }

  /** Makes it the target, in one step that survives a power cut. */
  publish(): Promise<void> {
    return naming(this.#target, this.#publish());
  }

  async #publish(): Promise<void> {
    const fs = nodeModule("node:fs/promises", caller);
    await this.#file.sync();
    await fs.rename(this.#path, this.#target);
    this.#published = true;
    // a system that cannot sync a folder, such as Windows, throws; the file is complete either way
    const folder = await fs
      .open(nodeModule("node:path", caller).dirname(this.#target), "r")
      .catch(() => undefined);
    await folder?.sync().catch(() => undefined);
    await folder?.close();
    await removeLeftovers(this.#target);
  }

  /** Closes it; unless published, leaves the bytes for the next download. */
  async release(): Promise<void> {
    await this.#file.close();
    if (this.#published) return;
    if (this.#length > 0) await rename(this.#path, `${this.#target}.part`);
    else await nodeModule("node:fs/promises", caller).rm(this.#path, { force: true });
  }

  #count(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#length += chunk.length;
  }
}

/** Removes what downloads left that ended in the middle, of a target that is there. */
export async function removeLeftovers(target: string): Promise<void> {
  const fs = nodeModule("node:fs/promises", caller);
  try {
    for (const leftover of await leftovers(target)) await fs.rm(leftover, { force: true });
  } catch {
    // a folder that may only be read; nobody needs them gone
  }
}

/** With an error of the file system that names the file. */
async function naming<T>(target: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw fileError(target, "written", cause);
  }
}

function newHash(): Hash {
  return nodeModule("node:crypto", caller).createHash("sha256");
}

/**
 * Part files of `target` that no process writes: at rest, or their process has ended. A link or a FIFO of such a name is none,
 * which would write elsewhere or wait for ever.
 */
async function leftovers(target: string): Promise<string[]> {
  const fs = nodeModule("node:fs/promises", caller);
  const path = nodeModule("node:path", caller);
  const { hostname } = nodeModule("node:os", caller);
  const folder = path.dirname(target);
  const rest = `${path.basename(target)}.`;
  const found: string[] = [];
  for (const name of await fs.readdir(folder)) {
    if (!(name.startsWith(rest) && name.endsWith(".part"))) continue;
    const file = path.join(folder, name);
    const [, host, pid] = /^(.+)\.(\d+)\.[^.]+\.part$/.exec(name.slice(rest.length)) ?? [];
    const written = host === hostname() ? isRunning(Number(pid)) : host !== undefined;
    const stats = await fs.lstat(file).catch(() => undefined);
    if (stats?.isFile() !== true) continue;
    // another host's processes cannot be asked
    if (!written || Date.now() - stats.mtimeMs > day) found.push(file);
  }
  return found;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

async function rename(from: string, to: string): Promise<boolean> {
  try {
    await nodeModule("node:fs/promises", caller).rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
