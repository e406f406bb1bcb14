import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { removeAllStale } from "../../../scripts/remove-stale.mjs";

const root = join(import.meta.dirname, "../../..");

/** Packs every package of packages/ into a folder, as it is built now, without what old sources left, as publishing does. */
export async function packPackages(folder: string): Promise<void> {
  removeAllStale();
  const pnpm = join(root, "node_modules/pnpm/bin/pnpm.cjs");
  const flags = ["--filter", "./packages/*", "pack", "--pack-destination"];
  await promisify(execFile)(process.execPath, [pnpm, ...flags, folder], { cwd: root });
}
