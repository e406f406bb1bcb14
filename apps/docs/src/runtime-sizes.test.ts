import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runtimeSizes } from "./runtime-sizes.js";

const modules = mkdtempSync(join(tmpdir(), "modules-"));
afterAll(() => rmSync(modules, { recursive: true }));

it("runtimeSizes counts whole blocks of files and folders, and rounds up as du does", () => {
  const scoped = ["tfjs-core", "tfjs-layers", "tfjs-backend-wasm"].map((name) => `@tensorflow/${name}`);
  for (const name of ["onnxruntime-node/bin", "onnxruntime-web", ...scoped])
    mkdirSync(join(modules, name), { recursive: true });
  // 512 blocks and a byte in one more, with two folders
  writeFileSync(join(modules, "onnxruntime-node/bin/a.so"), new Uint8Array(2 ** 21 + 1));
  const table = runtimeSizes(modules);
  expect(table).toContain("| `onnxruntime-node` | 3 MB |");
  expect(table).toContain("| `onnxruntime-web` | 1 MB |");
  expect(table).toContain("| none | 0 MB |");
});
