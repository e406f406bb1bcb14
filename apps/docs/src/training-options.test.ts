import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { tablesOf } from "./page-tables.js";
import { defaultText, memberDocs, splitDefault, trainingOptions } from "./training-options.js";

const root = resolve(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "apps/docs/pages/training-options.md"), "utf8");

describe("splitDefault", () => {
  it.each([
    ["Samples per step. Default 32.", { about: "Samples per step.", fallback: "32" }],
    ["η. Default 0.1 for a, 0.01 for b.", { about: "η.", fallback: "0.1 for a, 0.01 for b" }],
    ["Default none: all are run.", { about: "", fallback: "none: all are run" }],
    ["A. Default: none. B.", { about: "A. B.", fallback: "none" }],
    ["No word of it.", { about: "No word of it." }],
  ])("finds the default in %j", (doc, parts) => {
    expect(splitDefault(doc)).toEqual(parts);
  });
});

describe("defaultText", () => {
  it.each([
    ["validationLoss", '`"validationLoss"`'],
    [{ epochs: 1 }, "`{ epochs: 1 }`"],
    [2 ** 30, "`2 ** 30`"],
    [{ kind: "adam", beta1: 0.9 }, '`{ kind: "adam" }`'],
    [{ a: { b: 0 }, c: 0 }, "all `0`"],
    [0, "`0`"],
  ])("writes %j as a reader would", (value, text) => {
    expect(defaultText(value)).toBe(text);
  });
});

describe("the docstrings of options", () => {
  it.each(Object.entries(trainingOptions))("say the defaults of %s as they are", (_, source) => {
    const docs = source.interfaces.map(([name, file]) =>
      memberDocs(readFileSync(join(root, "packages/training/src", file), "utf8"), name),
    );
    for (const [name, value] of Object.entries(source.options.defaults)) {
      if (typeof value === "object" || typeof value === "function") continue;
      const doc = docs.find((members) => members.has(name))?.get(name)?.doc ?? "";
      const { fallback = "" } = splitDefault(doc);
      const [, said, unit] = /^`?([\w.-]+)`?( GiB)?/.exec(fallback) ?? [];
      if (typeof value === "number") expect(Number(said) * (unit ? 2 ** 30 : 1), name).toBe(value);
      else expect(said, name).toBe(`${value as string | boolean}`);
    }
  });
});

describe("the page of the options of training", () => {
  const tables = tablesOf(page);

  it("has every option of fit once", () => {
    const words = tables.filter(({ name }) => name === "fit-options").flatMap((table) => table.words);
    expect(words.sort()).toEqual([...trainingOptions["fit-options"]!.options.names].sort());
  });

  it("has every other table of options, and what a trainer takes beyond fit", () => {
    const names = new Set(tables.map(({ name }) => name));
    expect([...names].sort()).toEqual(Object.keys(trainingOptions).sort());
    const fit: readonly string[] = trainingOptions["fit-options"]!.options.names;
    const beyond = trainingOptions["trainer-options"]!.options.names.filter((name) => !fit.includes(name));
    expect(tables.find(({ name }) => name === "trainer-options")!.words).toEqual(beyond);
  });
});
