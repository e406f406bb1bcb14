import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { targets } from "./targets/index.js";

const packages = join(import.meta.dirname, "../../../packages");

/** Public functions that are named like readers and take neither bytes nor text from outside, and why. */
const others: Readonly<Record<string, string>> = {
  "graph: apply": "takes values of a graph",
  "network: applyActivation": "takes numbers",
  "spectral: fromCsr": "takes numbers",
  "spectral: fromTransferOperator": "takes numbers",
  "training: loadEngine": "loads a runtime",
  "datasets: loadImageFolder": "reads files one by one, as decodeImage",
  "tfjs: fromLayersModel": "takes a model of TensorFlow.js",
};

const isNamedLikeReader = (name: string) =>
  /^(decode|read|from|open|apply|load|parse)(?=[A-Z]|$)|(?<=[a-z0-9])From[A-Z]/.test(name);

describe("every public function that reads bytes or text", () => {
  const found = readdirSync(packages)
    .filter((name) => existsSync(join(packages, name, "package.json")))
    .flatMap((name) =>
      entriesOf(join(packages, name))
        .flatMap(exportsOf)
        .map((one) => `${name}: ${one}`),
    );
  const readers = [...new Set(found)].filter((one) => isNamedLikeReader(one.split(": ")[1]!));
  const tried = new Set(Object.values(targets).flatMap(({ readers }) => readers));

  it("is tried by a target", () => {
    expect(readers.length).toBeGreaterThan(20);
    expect(readers.filter((one) => !tried.has(one) && !Object.hasOwn(others, one))).toEqual([]);
  });

  it("is there, if a target names it", () => {
    expect([...tried, ...Object.keys(others)].filter((one) => !found.includes(one))).toEqual([]);
  });
});

/** The sources of everything that a package lets others import. */
function entriesOf(folder: string): string[] {
  const { exports = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    exports?: Record<string, { source?: string } | string>;
  };
  return Object.values(exports).flatMap((entry) =>
    typeof entry === "object" && entry.source !== undefined ? [join(folder, entry.source)] : [],
  );
}

/** The names of what a module gives that are not only types. */
function exportsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const { exportClause } = statement;
    if (!exportClause || !ts.isNamedExports(exportClause)) return [];
    return exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text);
  });
}
