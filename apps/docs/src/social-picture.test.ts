import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { socialPicture } from "./social-picture.js";

const docs = join(import.meta.dirname, "..");

describe("socialPicture", () => {
  it("has the size that messengers expect, the icon and words on the left and the figure on the right", async () => {
    const picture = await socialPicture({
      icon: readFileSync(join(docs, ".vitepress/icon.svg"), "utf8"),
      figure: readFileSync(join(docs, "../bench/results/frontier/figures/mnist-numbers.svg"), "utf8"),
      title: "Reciprocal",
      lines: ["A & B", "C < D", "a line that is too long to stand beside the figure"],
    });
    const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([1200, 630]);
    const colors = (from: number, to: number): number => {
      const found = new Set<number>();
      for (let y = 100; y < 500; y++)
        for (let x = from; x < to; x++) found.add(data.readUIntBE(3 * (y * info.width + x), 3));
      return found.size;
    };
    expect(colors(64, 176)).toBeGreaterThan(1);
    expect(colors(450, 560)).toBeGreaterThan(1); // the end of the long line
    expect(colors(577, 607)).toBe(1); // between words and figure
    expect(colors(700, 1100)).toBeGreaterThan(3); // series
  });
});
