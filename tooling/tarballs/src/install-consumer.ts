import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";

export interface Consumer {
  readonly folder: string;
  /** Runs a program of the folder with Node, by its path, and returns what it printed. */
  readonly run: (...args: string[]) => Promise<string>;
  /** Deletes the folder. */
  readonly remove: () => void;
}

/**
 * Copies a folder of consumers/ to a place of its own, outside the repository, and installs what its package.json names:
 * packages of ours from the given registry, all others from npm's. Flags may name tarballs, which npm then installs too.
 *
 * @throws {Error} with what npm said, where it fails
 */
export async function installConsumer(
  name: string,
  { registry, flags = [] }: { readonly registry?: string; readonly flags?: readonly string[] },
): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), `reciprocal-${basename(name)}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  cpSync(join(import.meta.dirname, "../consumers", name), folder, { recursive: true });
  if (registry !== undefined) writeFileSync(join(folder, ".npmrc"), `@reciprocal:registry=${registry}\n`);
  try {
    const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];
    await execute("npm", ["install", ...quiet, ...flags], folder);
  } catch (error) {
    remove();
    throw new Error(`consumers/${name}: npm install needs the npm registry or npm's cache, and failed`, {
      cause: error,
    });
  }
  return { folder, run: (...args) => execute(process.execPath, args, folder), remove };
}

async function execute(command: string, args: readonly string[], cwd: string): Promise<string> {
  const shell = process.platform === "win32" && command === "npm";
  const { stdout } = await promisify(execFile)(command, args, { cwd, shell, maxBuffer: 1 << 26 });
  return stdout;
}
