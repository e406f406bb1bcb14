import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packPackages } from "./pack-packages.js";
import { readTarballs } from "./read-tarballs.js";
import { serveRegistry } from "./serve-registry.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of the tarballs. */
    tarballs: string;
    /** Address of a registry that has them. */
    registry: string;
  }
}

/** Packs all packages once for all tests of this project. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "reciprocal-tarballs-"));
  await packPackages(folder);
  const registry = await serveRegistry(await readTarballs(folder));
  project.provide("tarballs", folder);
  project.provide("registry", registry.url);
  return async () => {
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
