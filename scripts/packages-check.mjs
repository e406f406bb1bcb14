import { existsSync, readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { root } from "./pnpm.mjs";

/**
 * Checks that each package of packages/ can be published as it is: publint on what would be packed, `exports` with
 * its types first, `files`, a version, a README and a licence. Needs them built.
 */
export async function checkPackages() {
  const counts = { passed: 0, failed: 0 };
  for (const name of readdirSync(resolve(root, "packages"))) {
    const folder = resolve(root, "packages", name);
    const problems = [...problemsOf(folder), ...(await problemsOfPacked(folder))];
    for (const problem of problems) console.error(`packages/${name}: ${problem}`);
    counts[problems.length === 0 ? "passed" : "failed"]++;
  }
  return counts;
}

function problemsOf(folder) {
  const manifest = readManifest(folder);
  const problems = [];
  for (const file of ["README.md", "LICENSE"])
    if (!existsSync(resolve(folder, file))) problems.push(`no ${file}`);
  for (const field of ["version", "description", "license", "engines"])
    if (!manifest[field]) problems.push(`package.json has no ${field}`);
  if (!manifest.files?.includes("dist")) problems.push('package.json: files needs "dist"');
  if (manifest.exports?.["./package.json"] === undefined)
    problems.push('package.json: exports needs "./package.json"');
  if (Object.keys(manifest.exports?.["."] ?? {})[0] !== "types")
    problems.push('package.json: exports["."] needs types first');
  return problems;
}

async function problemsOfPacked(folder) {
  const { messages } = await publint({ pkgDir: folder, strict: true, level: "warning", pack: "pnpm" });
  const manifest = readManifest(folder);
  return messages.map((message) => `publint: ${formatMessage(message, manifest, { color: false })}`);
}

function readManifest(folder) {
  return JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = await checkPackages();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
