import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { format, resolveConfig } from "prettier";
import { describe, expect, it } from "vitest";
import { countFacts, pageFacts, withFacts } from "./page-facts.js";
import { pageTables, tablesOf, withTables } from "./page-tables.js";

const root = resolve(import.meta.dirname, "../../..");
const committed = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).split("\n");
const pages = committed.filter((path) => path !== "" && /^<!-- table: |<data value=/m.test(read(path)));

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

describe("withTables", () => {
  const tables = { squares: (words: readonly string[]) => words.map((word) => `${word}²`).join(" ") };

  it("writes every marked table anew, of the words after its name", () => {
    const page = "a\n\n<!-- table: squares 2 3 -->\n\nold\n\n<!-- end of table -->\n\nb\n";
    const fresh = page.replace("old", "2² 3²");
    expect(withTables(page, tables)).toBe(fresh);
    expect(withTables(fresh.replace("\n\n2² 3²", ""), tables)).toBe(fresh);
    expect(tablesOf(page)).toEqual([{ name: "squares", words: ["2", "3"] }]);
  });

  it("names the tables there are for one that there is not", () => {
    expect(() => withTables("<!-- table: cubes -->\n<!-- end of table -->", tables)).toThrow(
      "withTables: no table “cubes” (there are squares)",
    );
  });
});

describe("withFacts", () => {
  const facts = { square: ([word]: readonly string[]) => `${word}²`, later: () => Promise.resolve("z") };

  it("writes every fact in a sentence anew, of the words after its name", async () => {
    const page =
      'At <data value="square 3">9</data>, **<data value="later"></data>** and\n<data value="square a+b">?</data>.\n';
    const fresh =
      'At <data value="square 3">3²</data>, **<data value="later">z</data>** and\n<data value="square a+b">a+b²</data>.\n';
    expect(await withFacts(page, facts)).toBe(fresh);
    expect(await withFacts(fresh, facts)).toBe(fresh);
    expect(countFacts(page)).toBe(3);
  });

  it("names the facts there are for one that there is not", async () => {
    await expect(withFacts('<data value="cube 3">27</data>', facts)).rejects.toThrow(
      "withFacts: no fact “cube” (there are square, later)",
    );
  });
});

describe("the facts", () => {
  it("of a network of the site and of runs are known, and those of unknown runs are not", async () => {
    const facts = pageFacts(root);
    for (const [name, make] of Object.entries(facts)) {
      const words =
        { paper: ["spectral", "1000"], frontier: ["s-qr:50+s-qr:10"], page: ["train"] }[
          name.split("-")[0]!
        ] ?? [];
      expect(await make(words), name).toMatch(/^\d[\d.,–]*( [KM]B)?$/);
    }
    expect(() => facts["paper-accuracy"]!(["spectral", "7"])).toThrow("no runs of spectral with 7 nodes");
    await expect(facts["page-size"]!(["dance"])).rejects.toThrow(
      "must be one of run, train, tensorflow, got dance",
    );
    expect(() => facts["frontier-size"]!(["s-qr:7"])).toThrow("no runs of the form s-qr:7");
  });
});

describe("the tables and facts of committed pages", () => {
  // `pnpm docs:tables` is this test with --update, which writes the pages
  it.each(pages)("are what their sources say now, or `pnpm docs:tables` writes them: %s", async (path) => {
    const fresh = await withFacts(withTables(read(path), pageTables(root)), pageFacts(root));
    const options = await resolveConfig(join(root, path));
    const formatted = await format(fresh, { ...options, parser: "markdown" });
    await expect(formatted).toMatchFileSnapshot(join(root, path));
  });

  it("all end, and none is included, which only the site would show", () => {
    for (const path of committed.filter((name) => name !== "")) {
      const text = read(path);
      expect(text.match(/^<!-- table: /gm)?.length ?? 0, path).toBe(tablesOf(text).length);
      expect(text.match(/<data value=/g)?.length ?? 0, path).toBe(countFacts(text));
      expect(text, path).not.toMatch(/^<!--@include/m);
    }
  });
});
