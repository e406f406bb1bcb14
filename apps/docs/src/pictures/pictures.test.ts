import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pictures } from "./index.js";

const folder = join(import.meta.dirname, "../../pages/pictures");

describe("pictures", () => {
  // `pnpm docs:tables` is this test with --update too, which draws the files
  it.each(Object.entries(pictures))(
    "are what the library computes now, or `pnpm docs:tables` draws them: %s",
    async (name, draw) => {
      await expect(draw()).toMatchFileSnapshot(join(folder, `${name}.svg`));
    },
  );

  it("are all that the folder holds", () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(pictures)
        .map((name) => `${name}.svg`)
        .sort(),
    );
  });
});
