import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import parseLicense from "spdx-expression-parse";
import { root } from "./pnpm.mjs";
import { publicPackages } from "./public-packages.mjs";

/** Licenses of what is installed with a package: they ask for nothing but to be named. */
export const permitted = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
];

/** The part of a bill that one of its packages needs, directly or through others. */
export function billOf(whole, name) {
  const subject = whole.components.find((component) => component.name === name);
  if (!subject) throw new Error(`the bill of materials needs ${name}, which is not installed`);
  const needs = new Map(whole.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const refs = new Set([subject["bom-ref"]]);
  for (const ref of refs) for (const needed of needs.get(ref) ?? []) refs.add(needed); // grows as it is gone through
  return {
    ...whole,
    serialNumber: `urn:uuid:${randomUUID()}`,
    metadata: { ...whole.metadata, component: subject },
    components: whole.components.filter((one) => one !== subject && refs.has(one["bom-ref"])),
    dependencies: whole.dependencies.filter(({ ref }) => refs.has(ref)),
  };
}

/** What is wrong with a bill: that it is none, licenses that are not permitted, parts that nobody can compare. */
export async function materialProblems(bill) {
  const errors = await validatorOf(bill.specVersion).validate(JSON.stringify(bill));
  const invalid =
    errors === null ? [] : [`the bill of materials is not CycloneDX: ${JSON.stringify(errors)}`];
  const { component } = bill.metadata;
  return [
    ...invalid,
    ...[component, ...bill.components].flatMap((part) => [...licenseProblems(part), ...hashProblems(part)]),
  ];
}

const validators = new Map();

/** Kept, since each reads and compiles the schema of its version. */
function validatorOf(specVersion) {
  const version = Spec.Version[`v${specVersion?.replace(".", "dot")}`];
  if (!validators.has(version)) validators.set(version, new Validation.JsonStrictValidator(version));
  return validators.get(version);
}

function licenseProblems({ "bom-ref": ref, licenses = [] }) {
  const expressions = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name);
  if (expressions.length > 0 && expressions.every(isPermitted)) return [];
  const got = expressions.join(", ") || "none";
  return [`${ref} must have a license out of ${permitted.join(", ")}, got ${got}`];
}

function isPermitted(expression) {
  try {
    return holds(parseLicense(expression));
  } catch {
    return false; // a text of its own
  }
}

function holds({ license, exception, conjunction, left, right }) {
  if (conjunction === "or") return holds(left) || holds(right);
  if (conjunction === "and") return holds(left) && holds(right);
  return exception === undefined && permitted.includes(license);
}

function hashProblems({ "bom-ref": ref, hashes = [] }) {
  return hashes.some(({ alg }) => alg === "SHA-512")
    ? []
    : [`${ref} must have a SHA-512 in the bill of materials`];
}

/** The name of a bill: `reciprocal-spectral-0.2.0.cdx.json`. */
export function fileNameOf({ name, version }) {
  return `${name.replace("@", "").replaceAll("/", "-")}-${version}.cdx.json`;
}

/**
 * Writes what is installed with each package, at the versions that they have here, as a document of CycloneDX: `npm sbom` says it
 * of all of them together. The workflow `release` does this once they are uploaded.
 *
 * @param top - the folder of the repository
 * @param registry - that has our packages; default the one that npm is set to
 * @returns what is wrong with them, install scripts included
 */
export async function writeBills(
  out,
  { top = root, registry, flags = [], attempts = 20, pause = 30_000 } = {},
) {
  const manifests = publicPackages(top).map(({ manifest }) => manifest);
  const folder = mkdtempSync(resolve(tmpdir(), "reciprocal-materials-"));
  try {
    const dependencies = Object.fromEntries(manifests.map(({ name, version }) => [name, version]));
    const manifest = { name: "materials", version: "0.0.0", private: true, dependencies };
    writeFileSync(resolve(folder, "package.json"), JSON.stringify(manifest));
    if (registry) writeFileSync(resolve(folder, ".npmrc"), `@reciprocal:registry=${registry}\n`);
    await lock(folder, flags, attempts, pause);
    const whole = JSON.parse(await npm(["sbom", "--package-lock-only", "--sbom-format=cyclonedx"], folder));
    mkdirSync(out, { recursive: true });
    const problems = scriptProblems(JSON.parse(readFileSync(resolve(folder, "package-lock.json"), "utf8")));
    for (const { name, version } of manifests) {
      const bill = billOf(whole, name);
      for (const problem of await materialProblems(bill)) problems.push(`${name}: ${problem}`);
      writeFileSync(resolve(out, fileNameOf({ name, version })), `${JSON.stringify(bill, undefined, 2)}\n`);
    }
    return problems;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What runs scripts when readers install the packages. */
function scriptProblems({ packages }) {
  return Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => `${path} must have no install script, got one`);
}

/** What was uploaded just now may not be seen at once. */
async function lock(folder, flags, attempts, pause) {
  for (let attempt = 1; ; attempt++) {
    try {
      const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
      await npm(["install", "--package-lock-only", ...quiet, ...flags], folder);
      return;
    } catch (error) {
      if (attempt >= attempts || !/E404|ETARGET/.test(error.message)) throw error;
      console.log("The registry does not have all packages yet.");
      await setTimeout(pause);
    }
  }
}

async function npm(args, cwd) {
  try {
    const options = { cwd, maxBuffer: 1 << 28, shell: process.platform === "win32" };
    return (await promisify(execFile)("npm", args, options)).stdout;
  } catch (error) {
    throw new Error(`npm ${args.join(" ")} failed:\n${error.stdout ?? ""}${error.stderr ?? error}`, {
      cause: error,
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [out] = process.argv.slice(2);
  if (!out) throw new Error("node scripts/bill-of-materials.mjs needs the folder for the bills");
  const problems = await writeBills(resolve(out));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
