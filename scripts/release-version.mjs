import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { writeInstallLines } from "./install-lines.mjs";
import { root } from "./pnpm.mjs";

// pnpm release:version: the changesets become versions and changelogs; sources that state a version follow, and pages that
// say how to install the packages.
const changeset = resolve(root, "node_modules/@changesets/cli/bin.js");
const { status } = spawnSync(process.execPath, [changeset, "version"], { cwd: root, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

const { version } = JSON.parse(readFileSync(resolve(root, "packages/onnx/package.json"), "utf8"));
const source = resolve(root, "packages/onnx/src/version.ts");
writeFileSync(source, readFileSync(source, "utf8").replace(/version = ".*"/, `version = "${version}"`));
writeInstallLines(root);
