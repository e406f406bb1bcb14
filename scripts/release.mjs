import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { nameRepository } from "./name-repository.mjs";
import { root } from "./pnpm.mjs";
import { publicPackages } from "./public-packages.mjs";
import { releaseProblems } from "./release-problems.mjs";

/** Where the packages of a dry run say that their sources are. */
const repository = "example/reciprocal";

/**
 * Tries a release out, in a copy that is thrown away: versions and changelogs as `pnpm release:version` makes them, then
 * a tarball of every package, and what is wrong with them. Uploads nothing and changes nothing here. Needs the packages
 * built. Counts one check per package and one for the release as a whole.
 */
export function checkRelease() {
  const copy = mkdtempSync(resolve(tmpdir(), "reciprocal-release-"));
  try {
    copyRepository(copy);
    const before = publicPackages(copy);
    runIn(copy, "node_modules/@changesets/cli/bin.js", ["status", "--output=plan.json"]);
    const plan = JSON.parse(readFileSync(resolve(copy, "plan.json"), "utf8"));
    runIn(copy, "scripts/release-version.mjs");
    nameRepository(copy, repository);
    const packed = publicPackages(copy).map((one) => ({ ...one, ...pack(copy, one) }));
    for (const { manifest } of packed) console.log(`${manifest.name} ${manifest.version}`);
    const { whole, perPackage } = releaseProblems({ before, plan, packed, repository });
    return report([...whole, ...formatProblems(copy)], perPackage);
  } catch (error) {
    return report([error.message], []);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function report(whole, perPackage) {
  const counts = { passed: 0, failed: 0 };
  for (const [name, problems] of [["release", whole], ...perPackage]) {
    for (const problem of problems) console.error(`${name}: ${problem}`);
    counts[problems.length === 0 ? "passed" : "failed"]++;
  }
  return counts;
}

/** The files as they are here, committed or not, with what was built and installed, as a repository of one commit. */
function copyRepository(copy) {
  const listed = run("git", ["ls-files", "-co", "--exclude-standard", "-z"], root).split("\0");
  const files = listed.filter((file) => file !== "" && existsSync(resolve(root, file)));
  for (const file of files) {
    mkdirSync(dirname(resolve(copy, file)), { recursive: true });
    cpSync(resolve(root, file), resolve(copy, file));
  }
  run("git", ["init", "--quiet", "--initial-branch=main"], copy);
  run("git", ["add", "--all"], copy);
  const author = ["-c", "user.name=dry run", "-c", "user.email=dry-run@localhost"];
  run("git", [...author, "commit", "--quiet", "--no-verify", "--message=dry run"], copy);
  symlinkSync(resolve(root, "node_modules"), resolve(copy, "node_modules"), "junction");
  // the links of a package are relative: to the others in the copy, and through node_modules to all else
  for (const { directory } of publicPackages(root)) {
    for (const part of ["node_modules", "dist"])
      cpSync(resolve(root, directory, part), resolve(copy, directory, part), {
        recursive: true,
        verbatimSymlinks: true,
      });
  }
}

/** Packs as publishing does, `prepack` included, and reads what is in the tarball. */
function pack(copy, { directory }) {
  const tarballs = resolve(copy, ".tarballs", directory);
  mkdirSync(tarballs, { recursive: true });
  const cli = resolve(root, "node_modules/pnpm/bin/pnpm.cjs");
  run(process.execPath, [cli, "pack", "--out", `${tarballs}/packed.tgz`], resolve(copy, directory));
  run("tar", ["-xzf", "packed.tgz"], tarballs);
  const read = (file) => {
    const path = resolve(tarballs, "package", file);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  };
  return {
    manifest: JSON.parse(read("package.json")),
    changelog: readFileSync(resolve(copy, directory, "CHANGELOG.md"), "utf8"),
    statedVersion: read("dist/internal/version.js"),
  };
}

/** The commit of a release must pass `pnpm format:check` as every other. */
function formatProblems(copy) {
  const files = publicPackages(copy).flatMap(({ directory }) =>
    ["package.json", "CHANGELOG.md", "src/internal/version.ts"].map((file) => `${directory}/${file}`),
  );
  const prettier = resolve(copy, "node_modules/prettier/bin/prettier.cjs");
  const { status, stderr } = spawnSync(
    process.execPath,
    [prettier, "--check", "--no-error-on-unmatched-pattern", ...files],
    { cwd: copy, encoding: "utf8" },
  );
  return status === 0 ? [] : [stderr.trim()];
}

function runIn(copy, script, args = []) {
  run(process.execPath, [resolve(copy, script), ...args], copy);
}

function run(command, args, cwd) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = checkRelease();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
