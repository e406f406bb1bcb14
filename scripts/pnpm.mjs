import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const pinned = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")).packageManager;

/** Runs the pinned pnpm, fetched through npm where it is not there yet; ends this process when it fails. */
export function pnpm(args, { quiet = false } = {}) {
  const { status, error, stdout, stderr } = spawnSync("npx", ["--yes", pinned, ...args], {
    cwd: root,
    stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    encoding: "utf8",
    shell: process.platform === "win32", // npx is a .cmd file there
  });
  if (error) throw error;
  if (status === 0) return;
  if (quiet) process.stderr.write(stdout + stderr);
  console.error(`${pinned} ${args.join(" ")} failed with code ${status}`);
  process.exit(status ?? 1);
}

/** Installs and builds, so that a fresh clone needs nothing done first. Quick when nothing has changed. */
export function setUp() {
  console.log("Setting up: installing packages and building (the first time takes a minute or two) …");
  pnpm(["install", "--frozen-lockfile", "--prefer-offline"], { quiet: true });
  pnpm(["run", "build"], { quiet: true });
}
