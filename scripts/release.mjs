import "./end-with-parents.mjs";
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { fileNameOf, writeBills } from "./bill-of-materials.mjs";
import { serveLocalRegistry } from "./local-registry.mjs";
import { root } from "./pnpm.mjs";
import { publicPackages } from "./public-packages.mjs";
import { releaseProblems } from "./release-problems.mjs";

/** Where the packages of a dry run say that their sources are. */
const repository = "example/reciprocal";

/**
 * Tries a release out, in a copy that is thrown away and with a registry on this machine: versions and changelogs as
 * `pnpm release:version` makes them, the upload of `pnpm release:publish`, an installation of every package from there,
 * their bills of materials, and what is wrong with them. Nothing leaves this machine, and nothing changes here. Needs the packages built. Counts
 * one check per package and one for the release as a whole.
 */
export async function checkRelease() {
  const folder = mkdtempSync(resolve(tmpdir(), "reciprocal-release-"));
  const copy = resolve(folder, "copy");
  const registry = await serveLocalRegistry();
  try {
    await copyRepository(copy);
    const before = publicPackages(copy);
    await runIn(copy, "node_modules/@changesets/cli/bin.js", ["status", "--output=plan.json"]);
    const plan = JSON.parse(readFileSync(resolve(copy, "plan.json"), "utf8"));
    await runIn(copy, "scripts/release-version.mjs");
    // what release:publish builds once a release is merged; no other source states its version
    const onnx = resolve(copy, "packages/onnx");
    await run(
      process.execPath,
      [resolve(copy, "node_modules/tsdown/dist/run.mjs"), "--config=../../tsdown.config.mjs"],
      onnx,
    );
    const unformatted = await formatProblems(copy);
    const unpublished = await publishProblems(copy, registry);
    const { packed, program } = await install(copy, registry);
    const materials = await billProblems(copy, registry);
    for (const { manifest } of packed) console.log(`${manifest.name} ${manifest.version}`);
    const { whole, perPackage } = releaseProblems({ before, plan, packed, repository });
    return report([...whole, ...unformatted, ...unpublished, ...program, ...materials], perPackage);
  } catch (error) {
    return report([error.message], []);
  } finally {
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
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
async function copyRepository(copy) {
  const output = await run("git", ["ls-files", "-co", "--exclude-standard", "-z"], root);
  const listed = output.split("\0");
  const files = listed.filter((file) => file !== "" && existsSync(resolve(root, file)));
  for (const file of files) {
    mkdirSync(dirname(resolve(copy, file)), { recursive: true });
    cpSync(resolve(root, file), resolve(copy, file));
  }
  await run("git", ["init", "--quiet", "--initial-branch=main"], copy);
  await run("git", ["add", "--all"], copy);
  await run("git", ["config", "user.name", "dry run"], copy); // for the tags too
  await run("git", ["config", "user.email", "dry-run@localhost"], copy);
  await run("git", ["commit", "--quiet", "--no-verify", "--message=dry run"], copy);
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

/** Uploads to the registry on this machine, a second time too, as when a workflow is run again. */
async function publishProblems(copy, registry) {
  const userconfig = resolve(copy, "../npmrc-of-user"); // no other token is known
  writeFileSync(userconfig, `${registry.url.replace("http:", "")}:_authToken=none\n`);
  const own = Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name));
  const env = {
    ...Object.fromEntries(own),
    ...{ RECIPROCAL_PUBLISH: "yes", GITHUB_REPOSITORY: repository },
    ...{
      npm_config_registry: registry.url,
      npm_config_userconfig: userconfig,
      npm_config_provenance: "false",
    },
  };
  const manifests = publicPackages(copy).map(({ manifest }) => manifest);
  const needed = manifests.map(({ name, version }) => `${name}@${version}`).sort();
  const problems = [];
  for (const time of ["first", "second"]) {
    await runIn(copy, "scripts/release-publish.mjs", ["--built"], env);
    const uploaded = Object.entries(registry.versions()).flatMap(([name, versions]) =>
      versions.map((version) => `${name}@${version}`),
    );
    const tags = (await run("git", ["tag"], copy)).trim().split("\n");
    for (const [what, got] of Object.entries({ uploads: uploaded, tags }))
      if (got.sort().join() !== needed.join())
        problems.push(`the ${time} release:publish needs the ${what} ${needed}, got ${got}`);
  }
  return problems;
}

/** Installs every package from the registry as readers do, reads what is in them, and runs a program that uses them. */
async function install(copy, registry) {
  const consumer = resolve(copy, "../consumer"); // finds no node_modules but its own
  cpSync(resolve(copy, "tooling/tarballs/consumers/commonjs"), consumer, { recursive: true });
  writeFileSync(resolve(consumer, ".npmrc"), `@reciprocal:registry=${registry.url}\n`);
  const flags = ["--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];
  await run("npm", ["install", ...flags], consumer, { shell: process.platform === "win32" });
  const packed = publicPackages(copy).map(({ directory, manifest: { name } }) => {
    const read = (file) => {
      const path = resolve(consumer, "node_modules", name, file);
      return existsSync(path) ? readFileSync(path, "utf8") : undefined;
    };
    return {
      directory,
      manifest: JSON.parse(read("package.json")),
      readme: read("README.md"),
      changelog: readFileSync(resolve(copy, directory, "CHANGELOG.md"), "utf8"),
      statedVersion: read("dist/internal/version.js"),
    };
  });
  const printed = await run(process.execPath, ["main.cjs"], consumer);
  const program = JSON.parse(printed).output === 32 ? [] : [`the installed packages print ${printed}`];
  return { packed, program };
}

/** What is wrong with the bills of materials, as `pnpm release:materials` writes them. */
async function billProblems(copy, registry) {
  const out = resolve(copy, "../materials");
  const problems = await writeBills(out, {
    ...{ top: copy, registry: registry.url, flags: ["--prefer-offline"], attempts: 1 },
  });
  const needed = publicPackages(copy).map(({ manifest }) => fileNameOf(manifest));
  const missing = needed.filter((name) => !existsSync(resolve(out, name)));
  return [...problems, ...missing.map((name) => `a release needs the bill of materials ${name}`)];
}

/** The commit of a release must pass `pnpm format:check` as every other. */
async function formatProblems(copy) {
  const files = publicPackages(copy).flatMap(({ directory }) =>
    ["package.json", "CHANGELOG.md", "src/internal/version.ts"].map((file) => `${directory}/${file}`),
  );
  const args = ["--check", "--no-error-on-unmatched-pattern", ...files];
  return runIn(copy, "node_modules/prettier/bin/prettier.cjs", args).then(
    () => [],
    (error) => [error.message],
  );
}

function runIn(copy, script, args = [], env = process.env) {
  return run(process.execPath, [resolve(copy, script), ...args], copy, { env });
}

/** What a command printed; not spawnSync, since the registry answers meanwhile. */
async function run(command, args, cwd, options = {}) {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 1 << 28, ...options });
    return stdout;
  } catch (error) {
    throw new Error(`${command} ${args.join(" ")} failed:\n${error.stdout ?? ""}${error.stderr ?? error}`, {
      cause: error,
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = await checkRelease();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
