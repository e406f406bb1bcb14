import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "../../..");

/** Packs every package of packages/ into a folder, as it is built now, as publishing does. */
export async function packPackages(folder: string): Promise<void> {
  const pnpm = join(root, "node_modules/pnpm/bin/pnpm.cjs");
  const flags = ["--filter", "./packages/*", "pack", "--pack-destination"];
  await promisify(execFile)(process.execPath, [pnpm, ...flags, folder], { cwd: root });
}
