import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { counts, packages } from "./mutation.mjs";
import { root } from "./pnpm.mjs";

it("counts what tests noticed among the mutants that were tried", () => {
  const mutants = (...names) => ({ mutants: names.map((status) => ({ status })) });
  const report = {
    files: { a: mutants("Killed", "Survived", "Ignored"), b: mutants("Timeout", "NoCoverage") },
  };
  expect(counts(report)).toMatchObject({ Killed: 1, Timeout: 1, Survived: 1, NoCoverage: 1, score: 50 });
});

it.each(packages)("%s is a package", (name) => {
  expect(existsSync(resolve(root, "packages", name, "src"))).toBe(true);
});
