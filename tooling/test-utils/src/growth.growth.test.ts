import { describe, expect, it } from "vitest";
import { countWork, expectLinear, growth } from "./index.js";
import { linear, quadratic, rest } from "./internal/examples-of-growth.js";

describe("countWork", () => {
  it("counts loops and callbacks, the same each time", async () => {
    const counts = [
      await countWork(() => linear("x".repeat(1000))),
      await countWork(() => linear("x".repeat(1000))),
    ];
    expect(counts[0]).toBe(counts[1]);
    expect(counts[0]).toBeGreaterThanOrEqual(1000);
    expect(counts[0]).toBeLessThan(1100);
  });
});

describe("expectLinear", () => {
  const text = (size: number) => "x".repeat(size);

  it("takes what grows as its input, also after many runs", async () => {
    for (let i = 0; i < 20_000; i++) linear("x".repeat(50));
    expectLinear(await growth(text, linear));
  });

  it.each([
    ["a loop in a loop", quadratic],
    ["a callback for each of the rest", rest],
  ])("fails for %s", async (_, read) => {
    const measured = await growth(text, read);
    expect(() => expectLinear(measured)).toThrow(/work for each byte grows: size 100: 100 bytes, /);
  });

  it("counts the work of what is refused", async () => {
    const measured = await growth(text, (input) => {
      quadratic(input);
      throw new RangeError("no");
    });
    expect(measured.every(({ error }) => error instanceof RangeError)).toBe(true);
    expect(() => expectLinear(measured)).toThrow("work for each byte grows");
  });
});
