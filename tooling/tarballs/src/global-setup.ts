import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { serveLocalRegistry } from "../../../scripts/local-registry.mjs";
import { packPackages } from "../../../scripts/pack-packages.mjs";
import { readTarballs } from "./read-tarballs.js";

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
  packPackages(folder);
  const registry = await serveLocalRegistry();
  for (const { manifest, bytes } of await readTarballs(folder)) registry.add(manifest, bytes);
  project.provide("tarballs", folder);
  project.provide("registry", registry.url);
  return async () => {
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
