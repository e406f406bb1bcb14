import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./pnpm.mjs";

/** What makes a program out of a text, or takes the name of a module from a value. */
const makesCode = [
  /\beval\s*\(/,
  /\bnew\s+Function\b/,
  /\bnode:vm\b|from "vm"/,
  /\bnode:child_process\b/,
  /\bimport\(\s*(?!["'])/,
  /\bset(?:Timeout|Interval)\(\s*["'`]/,
];

/** Sources of what is published, and of what becomes part of it. */
const sources = ["packages", "tooling/guards", "tooling/node-module", "tooling/files"].flatMap((folder) =>
  readdirSync(resolve(root, folder), { recursive: true })
    .map((name) => `${folder}/${name}`.replaceAll("\\", "/"))
    .filter((path) => /\/src\/.*\.ts$/.test(path) && !/node_modules|\/testing\/|\.test\.ts$/.test(path)),
);

/** The name of a package in a variable, so that bundlers for browsers do not look for it. */
const exceptions = ["packages/datasets/src/images/load-sharp.ts"];

function findings(text) {
  // comments may say what the code does not do
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return makesCode.filter((pattern) => pattern.test(code)).map(String);
}

describe("published sources", () => {
  it("make no code out of data", () => {
    expect(sources.length).toBeGreaterThan(300);
    const others = sources.filter((path) => !exceptions.includes(path));
    expect(others.length).toBe(sources.length - exceptions.length);
    const found = others.map((path) => [path, findings(readFileSync(resolve(root, path), "utf8"))]);
    expect(found.filter(([, patterns]) => patterns.length > 0)).toEqual([]);
  });

  it.each([
    "eval(text)",
    "new Function(text)",
    'import vm from "node:vm"',
    "await import(name)",
    "import(`./${name}.js`)",
    'setTimeout("go()")',
  ])("would be found out by %s", (code) => {
    expect(findings(code)).toHaveLength(1);
  });
});
