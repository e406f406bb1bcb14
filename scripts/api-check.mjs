import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { root } from "./pnpm.mjs";
import { publicPackages } from "./public-packages.mjs";

/** Records are kept for review, beside the packages and not in them, so that none is published. */
const records = resolve(root, "api");

/** What a reader has: the declarations of the other packages, not their sources. */
const overrideTsconfig = {
  compilerOptions: { target: "es2022", module: "nodenext", moduleResolution: "nodenext", strict: true },
};

/**
 * Compares what each entry point of each package exports, names and types, with its record in `api/`. Reads the built
 * declarations.
 *
 * @param isUpdate - write the records instead
 */
export function checkApi({ isUpdate = false } = {}) {
  const counts = { passed: 0, failed: 0 };
  const temporary = mkdtempSync(resolve(tmpdir(), "reciprocal-api-"));
  try {
    for (const { directory } of publicPackages(root)) {
      for (const entry of entriesOf(resolve(root, directory))) {
        const problems = problemsOf(entry, temporary, isUpdate);
        for (const problem of problems) console.error(`${directory}, ${entry.record}: ${problem}`);
        counts[problems.length === 0 ? "passed" : "failed"]++;
      }
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return counts;
}

/** The declarations that each entry point leads to, and what their record is called: `training`, `training-progress`. */
function entriesOf(folder) {
  const { name, exports } = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8"));
  return Object.entries(exports)
    .filter(([, target]) => target.types !== undefined)
    .map(([path, { types }]) => ({
      folder,
      types,
      record: [name.replace(/^@.*\//, ""), ...path.split("/").slice(1)].join("-"),
    }));
}

function problemsOf({ folder, types, record }, temporary, isUpdate) {
  if (!existsSync(resolve(folder, types))) return ["is not built; run `pnpm build` first"];
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: resolve(folder, "package.json"),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: resolve(folder, types),
      newlineKind: "lf",
      compiler: { overrideTsconfig, skipLibCheck: true }, // the typings of TensorFlow.js have errors of their own
      // types that an exported one is made of are public by that, exported or not
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFolder: records,
        reportTempFolder: temporary,
        reportFileName: record,
      },
    },
  });
  const problems = [];
  Extractor.invoke(config, {
    localBuild: isUpdate,
    printApiReportDiff: true,
    messageCallback(message) {
      message.handled = true;
      if (message.messageId === "console-api-report-not-copied")
        problems.push("what it exports is not what its record says; `pnpm api:update` writes the record");
      else if (message.messageId === "console-api-report-diff") {
        if (!isUpdate) problems.push(message.text);
      } else if (message.logLevel === "error" || message.category === "Compiler") problems.push(message.text);
    },
  });
  return problems;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = checkApi({ isUpdate: process.argv.includes("--update") });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
