import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { datasetFromCsv, type DatasetFromCsvOptions } from "./dataset-from-csv.js";
import { DatasetFormatError } from "../errors.js";

const plants = `length,width,species
5.1,3.5,setosa
-7,.25,virginica
6e-1,+2.,setosa
`;

const read = (text: string | Uint8Array, options: Partial<DatasetFromCsvOptions> = {}) =>
  datasetFromCsv(text, { label: "species", ...options });
const refused = (
  text: string | Uint8Array,
  options: Partial<DatasetFromCsvOptions>,
  where: string,
  ...facts: string[]
) =>
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
    refused(text, { categories: { size: ["s"] } }, "csv", 'a column "size"', '"color", "constructor"');
    expect(() => read(text, { features: ["constructor"], categories: { color: ["blue"] } })).toThrow(
      errorWith(RangeError, "datasetFromCsv: csv: categories", 'got "color"'),
    );
  });

  it.each(["x", "0x10", "Infinity", "1,5", "1 2", "1e", ".", "5%"])(
    'refuses "%s" where a number has to be, with its line and column',
    (cell) => {
      refused(
        `id,length,species\n1,5,a\n\n2,"${cell}",b\n`,
        { name: "p.csv", kinds: { length: "numbers" }, decimal: "." },
        `p.csv, line 4, column "length"`,
        `got "${cell}"`,
      );
    },
  );

  it("finds columns of words, and gives their words for further files", () => {
    const train = read("soil,n,species\nsand,1,a\nclay,2,b\nsand,3,b\n");
    expect(train.featureNames).toEqual(["soil=clay", "soil=sand", "n"]);
    expect(train.inputs).toEqual(Float32Array.of(0, 1, 1, 1, 0, 2, 0, 1, 3));
    expect(train.categories).toEqual({ soil: ["clay", "sand"] });
    const { categories, classNames } = train;
    const text = "soil,n,species\nloam,1,a\n";
    refused(text, { categories, classNames }, 'csv, line 2, column "soil"', '"clay", "sand"', 'got "loam"');
    const further = read(text, { categories, classNames, otherWords: true });
    expect(further.featureNames).toEqual(["soil=clay", "soil=sand", "soil=(other)", "n"]);
    expect(further.inputs).toEqual(Float32Array.of(0, 0, 1, 1));
  });

  it("refuses a column of too many words", () => {
    const text = `name,species\n${Array.from({ length: 101 }, (_, i) => `n${i},${i % 2}\n`).join("")}`;
    refused(text, {}, 'csv: column "name"', "100", "got 101", "features");
    expect(read(text, { maxWords: 101 }).features).toBe(101);
  });

  describe("where cells have no value", () => {
    // the last row has no class; the numbers are 1, 5, 5 and 9 without it
    const text = "n,soil,species\n1,sand,a\n5,?,b\n,clay,a\n5,clay,b\n9,sand,b\n7,sand,\n";
    const rows = (gaps: DatasetFromCsvOptions["gaps"]) => {
      const { features, inputs, labels } = read(text, { gaps });
      return Array.from(labels, (label, i) => [...inputs.subarray(i * features, (i + 1) * features), label]);
    };

    it("refuses them unless it is told what to do", () => {
      refused(text, {}, 'csv, line 3, column "soil"', "got a gap", "gaps");
      refused("n,species\n1,a\n2,\n", {}, 'csv, line 3, column "species"', "got a gap");
    });

    it("drops the rows, or fills in what the others say, always without rows that have no class", () => {
      expect(rows("drop")).toEqual([
        [1, 0, 1, 0],
        [5, 1, 0, 1],
        [9, 0, 1, 1],
      ]);
      expect(rows("mean")).toEqual([
        [1, 0, 1, 0],
        [5, 1, 0, 1],
        [5, 1, 0, 0],
        [5, 1, 0, 1],
        [9, 0, 1, 1],
      ]);
      expect(rows("word")).toEqual([
        [1, 0, 1, 0, 0],
        [5, 0, 0, 1, 1],
        [5, 1, 0, 0, 0],
        [5, 1, 0, 0, 1],
        [9, 0, 1, 0, 1],
      ]);
      expect(read(text, { gaps: "word" }).featureNames).toEqual([
        "n",
        "soil=clay",
        "soil=sand",
        "soil=(missing)",
      ]);
      // 2 comes up more often than the mean of 4 says
      const frequent = read("n,species\n2,a\n2,b\n8,a\n?,b\n", { gaps: "most-frequent" });
      expect(frequent.inputs).toEqual(Float32Array.of(2, 2, 8, 2));
    });

    it("does not count rows that are not left out for columns that are not read", () => {
      expect(read(text, { features: ["n"], gaps: "drop" }).count).toBe(4);
    });

    it("refuses columns of gaps, and a text in which every row has one", () => {
      refused("n,m,species\n,1,a\n,2,b\n", { gaps: "mean" }, 'csv: column "n"', "gaps only");
      refused("n,m,species\n,1,a\n,2,b\n", { gaps: "drop" }, "csv", "got 2 rows with some");
    });
  });

  it("reads the bytes of a file, with decimal commas", () => {
    const bytes = Uint8Array.from("n;species\n1,5;B\xe4r\n2;B\xf6r\n", (c) => c.charCodeAt(0));
    const dataset = read(bytes, { encoding: "windows-1252" });
    expect([dataset.classNames, ...dataset.inputs]).toEqual([["Bär", "Bör"], 1.5, 2]);
    refused(bytes, {}, "csv, line 2", "U+FFFD", "windows-1252");
  });

  it("refuses a number that is infinite in float32", () => {
    refused("a,species\n3.5e38,x\n", {}, 'csv, line 2, column "a"', "3.4e38", "got 3.5e+38");
  });

  it("refuses an empty class", () => {
    refused("a,species\n1,x\n2,\n", {}, 'csv, line 3, column "species"', "got a gap");
  });

  it("refuses rows of another length, naming the line also below cells of several lines", () => {
    refused('a,species\n1,"two\nlines"\n2\n', {}, "csv, line 4", "2", "got 1");
    refused("a,species\n1,x,3", {}, "csv, line 2", "2", "got 3");
  });

  it("refuses quotes that stay open or close within a cell", () => {
    refused('a,species\n1,x\n2,"y\n3,z\n', {}, "csv, line 3", "got one that is not closed");
    refused('a,species\n1,"x"y\n', {}, "csv, line 2", "got one with a single quote in it");
  });

  it("refuses a quote after a space, which would be another word than without", () => {
    refused('a,species\n1,"x"\n2, "x"\n', {}, "csv, line 3", 'got " \\"x\\""');
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
    const wide = `${Array.from({ length: 12 }, (_, i) => `x${i}`).join(",")}\n${",1".repeat(12).slice(1)}\n`;
    refused(
      wide,
      {},
      `csv`,
      `got the columns ${Array.from({ length: 10 }, (_, i) => `"x${i}"`).join(", ")}, … (12 in all)`,
    );
  });

  it("refuses a text of labels alone", () => {
    refused("species\nx\ny\n", {}, "csv", 'needs a column to learn from beside "species", got none');
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

  it("refuses what is neither text nor bytes", () => {
    expect(() => read([plants] as unknown as string)).toThrow(
      errorWith(TypeError, "datasetFromCsv: csv", "got an array of 1"),
    );
  });
});
