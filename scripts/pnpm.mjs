import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const pinned = readJson(resolve(root, "package.json")).packageManager;

/**
 * Runs the pinned pnpm in the root folder and returns its exit code and, where quiet, what it printed.
 *
 * It is one of the workspace's own packages, so nothing is fetched once they are installed; before that, npm's
 * npx fetches it.
 */
export function pnpm(args, { quiet = false } = {}) {
  const installed = resolve(root, "node_modules/pnpm");
  const isInstalled =
    existsSync(resolve(installed, "package.json")) &&
    `pnpm@${readJson(resolve(installed, "package.json")).version}` === pinned;
  const [command, ...first] = isInstalled
    ? [process.execPath, resolve(installed, "bin/pnpm.cjs")]
    : ["npx", "--yes", pinned];
  const { status, error, stdout, stderr } = spawnSync(
    command,
    [...first, "--reporter=append-only", ...args],
    {
      cwd: root,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: "1",
        TURBO_NO_UPDATE_NOTIFIER: "1",
        ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }), // vitest colors whenever CI is set
      },
      shell: !isInstalled && process.platform === "win32", // npx is a .cmd file there
    },
  );
  if (error) throw error;
  return { status: status ?? 1, output: (stdout ?? "") + (stderr ?? "") };
}

/** Installs and builds, so that a fresh clone needs nothing done first. Returns whether it went well. */
export function setUp() {
  console.log("Setting up: installing packages and building (the first time takes a minute or two) …");
  return install() && runOrShow(["run", "build"]);
}

/** Installs what is missing and builds what the bench needs; prints only when it fails, and on stderr. */
export function setUpBench() {
  return install() && runOrShow(["run", "build", "--filter=@reciprocal/bench..."]);
}

/** Installs unless that was done for this very lockfile, so that later runs need neither network nor package store. */
export function install() {
  const stamp = resolve(root, "node_modules/.reciprocal-installed");
  const digest = createHash("sha256")
    .update(readFileSync(resolve(root, "pnpm-lock.yaml")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return true;
  // confirmModulesPurge: pnpm must not ask whether an outdated node_modules may be deleted
  const flags = ["--frozen-lockfile", "--prefer-offline", "--config.confirmModulesPurge=false"];
  if (!runOrShow(["install", ...flags])) return false;
  writeFileSync(stamp, digest);
  return true;
}

/** Runs pnpm silently; when it fails, shows what it printed on stderr. Returns whether it went well. */
export function runOrShow(args) {
  const { status, output } = pnpm(args, { quiet: true });
  if (status !== 0) console.error(`${output}\npnpm ${args.join(" ")} failed with code ${status}`);
  return status === 0;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
