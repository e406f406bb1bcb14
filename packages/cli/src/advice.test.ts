import { readTable } from "@reciprocal/datasets";
import { describe, expect, it } from "vitest";
import { adviceFor } from "./advice.js";

/** What `readTable` says of a table that it refuses. */
function messageOf(source: string | Uint8Array): string {
  try {
    readTable(source, { name: "t.csv" });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("readTable took the table");
}

const numbers = Array.from({ length: 20 }, (_, row) => `${row}\n`).join("");
const tables = {
  "a word among numbers": `rooms\n${numbers}none\n`,
  "letters that were lost": new Uint8Array([...Buffer.from("name\nStra"), 0xdf, ...Buffer.from("e\n")]),
  "UTF-16 without its mark": new Uint8Array(Buffer.from("a,b\n1,2\n", "utf16le")),
  "objects of JSON": '[{"a": 1}, {"a": 2}]',
};

describe("adviceFor", () => {
  it.each(Object.entries(tables))("leaves no option of readTable in what is said of %s", (_, source) => {
    const message = messageOf(source);
    const libraryWords = /encoding: |kinds: |the option missing|tableFromRows/;
    expect(message).toMatch(libraryWords);
    for (const command of ["train", "predict"]) expect(adviceFor(command, message)).not.toMatch(libraryWords);
  });

  it("names options of the command that there are", () => {
    expect(adviceFor("train", messageOf(tables["a word among numbers"]))).toMatch(
      /; --missing lists .*--words rooms takes/,
    );
    expect(adviceFor("predict", messageOf(tables["a word among numbers"]))).toMatch(/got "none"$/);
    expect(adviceFor("train", messageOf(tables["UTF-16 without its mark"]))).toMatch(
      /say --encoding utf-16le$/,
    );
    const encodings = adviceFor("train", messageOf(tables["letters that were lost"]));
    expect(encodings).toMatch(/say --encoding windows-1252 .*, windows-1250 .*, shift_jis, gb18030 /);
  });

  it("leaves other messages as they are", () => {
    expect(adviceFor("train", 'a.csv: kinds of "wood"')).toBe('a.csv: kinds of "wood"');
  });
});
