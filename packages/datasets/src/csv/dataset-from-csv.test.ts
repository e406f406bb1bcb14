import { describe, expect, it } from "vitest";
import { errorWith } from "../testing/error-with.js";
import { datasetFromCsv, type DatasetFromCsvOptions } from "./dataset-from-csv.js";
import { DatasetFormatError } from "../errors.js";

const plants = `length,width,species
5.1,3.5,setosa
-7,.25,virginica
6e-1,+2.,setosa
`;

const read = (text: string, options: Partial<DatasetFromCsvOptions> = {}) =>
  datasetFromCsv(text, { label: "species", ...options });
const refused = (text: string, options: Partial<DatasetFromCsvOptions>, where: string, ...facts: string[]) =>
  expect(() => read(text, options)).toThrow(
    errorWith(DatasetFormatError, `datasetFromCsv: ${where}`, ...facts),
  );

describe("datasetFromCsv", () => {
  it("reads a row as a sample, its label column as the class", () => {
    expect(read(plants, { name: "plants.csv" })).toEqual({
      name: "plants.csv",
      inputs: Float32Array.of(5.1, 3.5, -7, 0.25, 0.6, 2),
      labels: Int32Array.of(0, 1, 0),
      count: 3,
      features: 2,
      shape: [2],
      featureNames: ["length", "width"],
      classes: 2,
      classNames: ["setosa", "virginica"],
    });
  });

  it("takes the columns that are asked for, in their order", () => {
    expect(read(plants, { features: ["width", "length"] }).inputs).toEqual(
      Float32Array.of(3.5, 5.1, 0.25, -7, 2, 0.6),
    );
    const columns: string[] = [];
    const onlyWidth = read(plants, { features: (column) => columns.push(column) === 2 });
    expect(onlyWidth.featureNames).toEqual(["width"]);
    expect(columns).toEqual(["length", "width"]);
  });

  it("leaves out columns without a name, such as the index that pandas writes", () => {
    expect(read(",length,species,\n0,5,a,\n1,6,b,\n").inputs).toEqual(Float32Array.of(5, 6));
  });

  it("reads quotes, spaces, other delimiters, \\r\\n, a byte order mark, and no newline at the end", () => {
    const text = '\ufeff"length; in cm"; width ;species\r\n"5" ; 3.5;"a ""b"""\r\n\r\n;;\r\n6;\t4;c';
    const dataset = read(text, { delimiter: ";" });
    expect(dataset.featureNames).toEqual(["length; in cm", "width"]);
    expect(dataset.inputs).toEqual(Float32Array.of(5, 3.5, 6, 4));
    expect(dataset.classNames).toEqual(['a "b"', "c"]);
  });

  it("takes names for a text without a line of them", () => {
    const dataset = read("1,x\n2,y", { columns: ["length", "species"] });
    expect([dataset.count, ...dataset.inputs]).toEqual([2, 1, 2]);
  });

  it("orders classes that are numbers by size, others by code units", () => {
    const names = (...labels: string[]) =>
      read(`a,species\n${labels.map((l) => `0,${l}\n`).join("")}`).classNames;
    expect(names("10", "9", "-1", "2.5")).toEqual(["-1", "2.5", "9", "10"]);
    expect(names("10", "9", "x")).toEqual(["10", "9", "x"]);
    expect(names("ä", "z", "B", "a")).toEqual(["B", "a", "z", "ä"]);
  });

  it("keeps the classes that are given, also those that the text lacks", () => {
    const test = read("a,species\n1,z\n2,z", { classNames: ["z", "y", "x"] });
    expect([test.classes, ...test.labels]).toEqual([3, 0, 0]);
    refused("a,species\n1,z\n2,w", { classNames: ["z", "y"] }, 'csv, line 3, column "species"', 'got "w"');
    expect(() => read(plants, { classNames: ["setosa", "setosa"] })).toThrow(
      errorWith(RangeError, "datasetFromCsv: csv: classNames", 'got "setosa", "setosa"'),
    );
  });

  it("makes a feature of every word of a category", () => {
    const text = "color,constructor,species\nred,1,a\nblue,2,b\n";
    const dataset = read(text, { categories: { color: ["blue", "green", "red"] } });
    expect(dataset.featureNames).toEqual(["color=blue", "color=green", "color=red", "constructor"]);
    expect(dataset.inputs).toEqual(Float32Array.of(0, 0, 1, 1, 1, 0, 0, 2));
    refused(text, { categories: { color: ["blue", "green"] } }, 'csv, line 2, column "color"', 'got "red"');
    expect(() => read(text, { categories: { size: ["s"] } })).toThrow(
      errorWith(RangeError, "datasetFromCsv: csv: categories", 'got "size"'),
    );
  });

  it.each(["", "x", "0x10", "NaN", "Infinity", "1,5", "1 2", "1e", ".", "5%"])(
    'refuses "%s" as a number, with its line and column',
    (cell) => {
      const got = cell === "" ? "an empty cell" : `"${cell}"`;
      refused(
        `id,length,species\n1,5,a\n\n2,"${cell}",b\n`,
        { name: "p.csv" },
        `p.csv, line 4, column "length"`,
        `got ${got}`,
      );
    },
  );

  it("refuses a number that is infinite in float32", () => {
    refused("a,species\n3.5e38,x\n", {}, 'csv, line 2, column "a"', "3.4e38", 'got "3.5e38"');
  });

  it("refuses an empty class", () => {
    refused("a,species\n1,x\n2,\n", {}, 'csv, line 3, column "species"', "got an empty cell");
  });

  it("refuses rows of another length, naming the line also below cells of several lines", () => {
    refused('a,species\n1,"two\nlines"\n2\n', {}, "csv, line 4", "2", "got 1");
    refused("a,species\n1,x,3", {}, "csv, line 2", "2", "got 3");
  });

  it("refuses quotes that stay open or close within a cell", () => {
    refused('a,species\n1,x\n2,"y\n3,z\n', {}, "csv, line 3", "got another (Quoted field unterminated)");
    refused(
      'a,species\n1,"x"y\n',
      {},
      "csv, line 2",
      "got another (Trailing quote on quoted field is malformed)",
    );
  });

  it("refuses a quote after a space, which would be another word than without", () => {
    refused('a,species\n1,"x"\n2, "x"\n', {}, "csv, line 3", 'got " \\"x\\""');
  });

  it("refuses a long cell that is no number in no time", () => {
    const start = performance.now();
    expect(() => read(`a,species\n${"1".repeat(100_000)}x,b\n`)).toThrow(DatasetFormatError);
    expect(performance.now() - start).toBeLessThan(2000); // half a minute, where digits match in two ways
  });

  it("refuses a text without rows", () => {
    for (const text of ["", "\n \n"]) refused(text, {}, "csv", "got 0 rows");
    refused("a,species\n", {}, "csv", "got 0 rows");
    refused("", { columns: ["a", "species"] }, "csv", "got 0 rows");
  });

  it("refuses samples of one class, and two spellings of one number", () => {
    refused("a,species\n1,x\n2,x", {}, "csv", 'got "x"');
    refused("a,species\n1,1.0\n2,0\n3,1", {}, "csv", 'got the classes "1", "1.0"');
  });

  it("refuses columns that are missing or there twice", () => {
    refused(plants, { label: "kind" }, "csv", 'got the columns "length", "width", "species"');
    refused(plants, { features: ["height"] }, "csv", 'got the columns "length", "width", "species"');
    refused("a,b,a,species\n", {}, "csv", 'got "a" for columns 1 and 3');
    const wide = `${Array.from({ length: 12 }, (_, i) => `x${i}`).join(",")}\n`;
    refused(
      wide,
      {},
      `csv`,
      `got the columns ${Array.from({ length: 10 }, (_, i) => `"x${i}"`).join(", ")}, … (12 in all)`,
    );
  });

  it("refuses features that hold the label, that repeat, or that there are none of", () => {
    const message = (options: Partial<DatasetFromCsvOptions>, ...facts: string[]) =>
      expect(() => read(plants, options)).toThrow(errorWith(RangeError, "datasetFromCsv: csv", ...facts));
    message({ features: ["width", "species"] }, "features", 'got "species"');
    message({ features: ["width", "width"] }, "features", 'got "width", "width"');
    message({ features: [] }, "features", "got none");
  });

  it.each(["", ",,", '"', "\n"])("refuses %j as delimiter", (delimiter) => {
    expect(() => read(plants, { delimiter })).toThrow(
      errorWith(RangeError, `datasetFromCsv: csv: delimiter`, `got ${JSON.stringify(delimiter)}`),
    );
  });

  it("refuses bytes in place of text", () => {
    expect(() => read(new TextEncoder().encode(plants) as unknown as string)).toThrow(
      errorWith(TypeError, "datasetFromCsv: csv", 'got object; read files with "utf8"'),
    );
  });
});
