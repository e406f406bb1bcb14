import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { auditProblems, unseenPeers } from "./audit-problems.mjs";
import { pnpm, root } from "./pnpm.mjs";
import { publicPackages } from "./public-packages.mjs";

/**
 * Asks the registry for advisories on everything that packages and apps depend on outside development, which includes
 * every peer dependency, since the apps have those. A severe vulnerability fails unless scripts/audit-explained.json says why
 * it does no harm here. Counts one check; none if the registry gives no advisories, which is said, and is a failure if
 * RECIPROCAL_AUDIT is `required`.
 *
 * pnpm 10 cannot do it: it asks an endpoint that npm has retired.
 */
export async function checkAudit({ registry = configuredRegistry() } = {}) {
  const packages = productionPackages();
  let advisories;
  try {
    advisories = await askRegistry(registry, packages);
  } catch (error) {
    const isRequired = process.env.RECIPROCAL_AUDIT === "required";
    console.error(
      `audit ${isRequired ? "failed" : "SKIPPED"}: the registry gives no advisories: ${error.message}`,
    );
    return { passed: 0, failed: isRequired ? 1 : 0 };
  }
  const explained = JSON.parse(readFileSync(resolve(root, "scripts/audit-explained.json"), "utf8"));
  const manifests = publicPackages(root).map(({ manifest }) => manifest);
  const problems = [...auditProblems(packages, advisories, explained), ...unseenPeers(packages, manifests)];
  for (const problem of problems) console.error(problem);
  console.log(`${packages.length} packages audited`);
  return problems.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * Advisories by package name, from the endpoint that npm itself asks.
 *
 * @throws {Error} where it does not answer, or with something else
 */
export async function askRegistry(registry, packages) {
  const versions = {};
  for (const { name, version } of packages) (versions[name] ??= []).push(version);
  const response = await fetch(new URL("-/npm/v1/security/advisories/bulk", registry), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(versions),
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  const advisories = await response.json();
  if (!Object.values(advisories).every(Array.isArray))
    throw new Error("it answered with no lists of advisories");
  return advisories;
}

/** Each package once, with all the ways that lead to it. */
function productionPackages() {
  const { status, output } = pnpm(["list", "--recursive", "--prod", "--depth=Infinity", "--json"], {
    quiet: true,
  });
  if (status !== 0) throw new Error(`pnpm list failed:\n${output}`);
  const packages = new Map();
  for (const project of JSON.parse(output)) collect(project, [project.name], packages);
  return [...packages.values()];
}

function collect({ dependencies, optionalDependencies }, way, packages) {
  for (const [name, one] of Object.entries({ ...dependencies, ...optionalDependencies })) {
    if (one.version.startsWith("link:")) continue; // another of the workspace, which is listed itself
    const key = `${name}@${one.version}`;
    const found = packages.get(key) ?? { name, version: one.version, ways: [] };
    packages.set(key, found);
    found.ways.push([...way, name]);
    collect(one, [...way, name], packages);
  }
}

function configuredRegistry() {
  return pnpm(["config", "get", "registry"], { quiet: true }).output.trim();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = await checkAudit();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
