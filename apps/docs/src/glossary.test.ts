import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const pages = resolve(import.meta.dirname, "../pages");
const glossary = readFileSync(join(pages, "glossary.md"), "utf8");
const groups = glossary.split(/^## /m).slice(1).map(readGroup);
const entries = groups.flatMap(({ words }) => words);

describe("the glossary", () => {
  it("has its words in the order of the alphabet, each below its first letter", () => {
    const letters = groups.map(({ title }) => title);
    expect(letters.at(-1)).toBe("Symbols");
    expect(letters.slice(0, -1)).toEqual(letters.slice(0, -1).toSorted());
    for (const { title, words } of groups) {
      const names = words.map(({ name }) => name);
      expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, "en")));
      if (title !== "Symbols")
        expect(new Set(names.map((name) => name[0]!.toUpperCase()))).toEqual(new Set([title]));
    }
    expect(new Set(entries.map(({ name }) => name.toLowerCase())).size).toBe(entries.length);
  });

  it.each(entries)("leads from $name to a page that has the word", ({ name, text }) => {
    const [, target] = /\]\(([^)#]+)(?:#[^)]*)?\)\s*$/.exec(text) ?? [];
    expect(target, text).toBeDefined();
    // a page may write it in another form: one node, two nodes; quantization, quantized; λ_in as a formula
    const stem = name.toLowerCase().replace(/(ation|ing|ence|e|s)$/, "");
    const page = readFileSync(join(pages, target!), "utf8")
      .replaceAll(/\\lambda\^{\\text{(in|out)}}/g, "λ_$1")
      .replaceAll("\\varphi", "φ")
      .replaceAll(/\s+/g, " ")
      .toLowerCase();
    const forms = [stem, stem.replaceAll(" ", "")]; // as the name of an option too
    expect(
      forms.some((form) => page.includes(form)),
      `${name} on ${target}`,
    ).toBe(true);
  });

  it("says each in one to four sentences", () => {
    for (const { name, text } of entries) {
      const sentences = text.replaceAll(/\]\([^)]*\)/g, "]").match(/[.?!](?=\s)/g) ?? [];
      expect(sentences.length, name).toBeGreaterThanOrEqual(1);
      expect(sentences.length, name).toBeLessThanOrEqual(4);
    }
  });
});

function readGroup(text: string): { title: string; words: { name: string; text: string }[] } {
  const [head, ...words] = text.split(/^### /m);
  return {
    title: head!.trim(),
    words: words.map((word) => {
      const end = word.indexOf("\n");
      return { name: word.slice(0, end).trim(), text: word.slice(end).trim() };
    }),
  };
}
