import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digits, loadImageFolder, takeSamples } from "@reciprocal/datasets";
import { ShapeError } from "@reciprocal/spectral";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluateModel } from "../evaluate-model.js";
import { decodeModel, encodeModel } from "../files/model-file.js";
import { openModel } from "../open-model.js";
import { trainImages } from "./train-images.js";

const { train, test } = digits({ train: 400, test: 100, seed: 2 });
const short = { epochs: 2, width: 8, method: "dense" } as const;

let folder: string;
/** Six images of 4×4 pixels and two classes: red above blue, blue above red; each a little darker than the one before. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "train-images-"));
  const [red, blue] = [
    [250, 10, 0],
    [0, 20, 240],
  ];
  for (const [name, colors] of Object.entries({ sea: [red, blue], sky: [blue, red] })) {
    await mkdir(join(folder, name));
    for (let image = 0; image < 6; image++) {
      const rows = colors.flatMap((color) =>
        Array.from({ length: 8 }, () => color.map((byte) => byte * (1 - image / 20))),
      );
      const raw = { width: 4, height: 4, channels: 3 } as const;
      await writeFile(
        join(folder, name, `${image}.png`),
        await sharp(Uint8Array.from(rows.flat()), { raw }).png().toBuffer(),
      );
    }
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe("trainImages", () => {
  it("learns digits, and measures those that were held out", async () => {
    const { model, measures, history } = await trainImages(train, { epochs: 20, method: "dense", width: 50 });
    expect(model.input).toEqual({
      ...{ kind: "image", height: 28, width: 28, channels: 1, fit: "fill", background: "black" },
    });
    expect(model.output).toMatchObject({ kind: "classes", name: "class", classes: [..."0123456789"] });
    expect(measures).toMatchObject({ kind: "classes", count: 79 });
    expect(measures?.kind === "classes" && measures.accuracy).toBeGreaterThan(0.6);
    expect(history).toHaveLength(20);
    expect((await evaluateModel(model, test)).count).toBe(100);
  });

  it("takes a set in two parts, and measures the second", async () => {
    const { model, measures } = await trainImages({ train, test: takeSamples(test, 30) }, short);
    expect(measures?.count).toBe(30);
    expect(await evaluateModel(model, takeSamples(test, 30))).toEqual(measures);
  });

  it("gives a model whose file answers to image files what it was measured by", async () => {
    const { model } = await trainImages(folder, { ...short, epochs: 60, size: [2, 2], validation: 0 });
    expect(model.input).toMatchObject({ height: 2, width: 2, channels: 3 });
    const { predict } = await openModel(decodeModel(encodeModel(model)));
    const all = await loadImageFolder(folder, { size: [2, 2] });
    expect(await evaluateModel(model, all)).toMatchObject({ count: 12, accuracy: 1 });
    const files = await Promise.all([0, 3].map((image) => readFile(join(folder, "sky", `${image}.png`))));
    expect((await predict(files)).map(({ label }) => label)).toEqual(["sky", "sky"]);
    expect((await predict(await readFile(join(folder, "sea/5.png")))).label).toBe("sea");
  });

  it("gives the same numbers for the same seed", async () => {
    const part = takeSamples(train, 60);
    const [one, other] = [await trainImages(part, short), await trainImages(part, short)];
    expect(encodeModel(other.model)).toEqual(encodeModel(one.model));
    const third = await trainImages(part, { ...short, seed: 1 });
    expect(encodeModel(third.model)).not.toEqual(encodeModel(one.model));
  });

  it("refuses what it cannot learn from", async () => {
    const rows = { ...train, shape: [784] };
    await expect(trainImages(rows, short)).rejects.toThrow(ShapeError);
    await expect(trainImages({ ...train, shape: [1, 28, 28] }, short)).rejects.toThrow(
      "with 1 or 3 channels, got [1, 28, 28]",
    );
    await expect(trainImages(train, { ...short, size: [2, 2] })).rejects.toThrow(
      "size is for folders, got a data set",
    );
    await expect(trainImages(5 as never)).rejects.toThrow(
      "trainImages: needs the path of a folder, a data set",
    );
    await expect(trainImages(train, { widths: 3 } as never)).rejects.toThrow(
      "unknown option widths; did you mean width?",
    );
    await expect(trainImages(join(folder, "none"))).rejects.toThrow(/none/);
  });

  it("is measured only on classes that the model has", async () => {
    const { model } = await trainImages(takeSamples(train, 60), short);
    const other = { ...test, classNames: [..."012345678x"] };
    await expect(evaluateModel(model, other)).rejects.toThrow(/needs the classes "0", .*, got "x"/);
    await expect(evaluateModel(model, { ...test, shape: [14, 56, 1] })).rejects.toThrow(
      "needs samples of shape [28, 28, 1]",
    );
    await expect(evaluateModel(model, "a,b\n1,2")).rejects.toThrow("needs a data set of samples");
    // names decide, not numbers
    const turned = {
      ...test,
      classNames: [..."1023456789"],
      labels: test.labels.map((label) => (label < 2 ? 1 - label : label)),
    };
    expect(await evaluateModel(model, turned)).toEqual(await evaluateModel(model, test));
  });
});
