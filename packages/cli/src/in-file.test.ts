import { describe, expect, it } from "vitest";
import { inFile } from "./in-file.js";

const said = (path: string, message: string): Promise<string> =>
  inFile(path, () => {
    throw new Error(message);
  }).catch((error: unknown) => (error as Error).message);

describe("inFile", () => {
  it.each([
    ["net.rcp", "decodeModel: it was cut", "net.rcp: decodeModel: it was cut"],
    ["net.rcp", "net.rcp: cannot be read", "net.rcp: cannot be read"],
    [
      "new/rows.csv",
      "predict: rows.csv, row at 2: must be a number",
      "new/rows.csv, row at 2: must be a number",
    ],
    ["rows.csv", 'evaluateModel: rows.csv: needs the column "b"', 'rows.csv: needs the column "b"'],
    ["images", "loadImageFolder: images/a.png: no image", "images: loadImageFolder: images/a.png: no image"],
    ["standard input", "predict: standard input: no table", "standard input: no table"],
  ])("names %s once", async (path, message, expected) => {
    expect(await said(path, message)).toBe(expected);
  });
});
