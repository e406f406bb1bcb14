import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { root } from "./pnpm.mjs";
import { slowTests } from "./slow-tests.mjs";

it.each(Object.entries(slowTests))("tests that %s are there", (_, names) => {
  const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n");
  expect(names.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
});
