import { describe, expect, it } from "vitest";
import { matrixDigest } from "./digest.js";
import type { Recipe } from "./source.js";

describe("matrixDigest", () => {
  it("is the SHA-256 of the little-endian float32 bytes", () => {
    // printf '\x00\x00\x80\x3f\x00\x00\x00\xc0' | sha256sum   (1, then −2)
    expect(matrixDigest({ rows: 1, columns: 2, values: Float32Array.of(1, -2) })).toBe(
      "ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b",
    );
  });

  // A change here changes the frozen parts of every network that was ever saved.
  it.each<[Recipe, string]>([
    [
      { kind: "normal", seed: 1, deviation: 0.04 },
      "cf98d3b07c4661b629eb47fb57b00d311b8c2c7593bee131e6d4667f4e251112",
    ],
    [
      { kind: "svd-product", seed: 1, deviation: 0.04, maximum: 3 },
      "bc5a4dacca3b346664fe4029cd94411a443b2a5197c2d6b0c4ff4b3e191fc676",
    ],
    [
      { kind: "q-of-normal", seed: 1, deviation: 0.036 },
      "59c1057103c826a7608d1d848805fe45e79b13f21e0ba19fcbafc8bfc9750e25",
    ],
  ])("stays what it was for a recipe %o", (recipe, digest) => {
    expect(matrixDigest({ rows: 20, columns: 30, recipe })).toBe(digest);
  });
});
