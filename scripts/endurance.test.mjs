import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowed, judge } from "./endurance/judge.mjs";
import { measurePart } from "./endurance/measure-part.mjs";

let folder;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "endurance-"))));
afterAll(() => rmSync(folder, { recursive: true }));

describe("judge", () => {
  const slices = (of) => Array.from({ length: 50 }, (_, i) => ({ heap: of(i) }));

  it("compares the last fifth with the second, by medians", () => {
    expect(judge(slices((i) => (i < 10 ? i : 100)))).toEqual({ heap: { early: 100, late: 100, growth: 0 } });
    expect(judge(slices((i) => (i === 49 || i === 12 ? 1e9 : 100))).heap.growth).toBe(0);
    expect(judge(slices((i) => 1000 + 2 * i)).heap).toMatchObject({ early: 1030, late: 1090 });
  });
});

describe("measurePart", () => {
  const leaks = {
    heap: "kept.push({ i, list: [i] });",
    buffers: "kept.push(new Float32Array(2000));",
    resident: "kept.push(new Uint8Array(4096).fill(1));",
  };
  const write = (name, body) => {
    const file = join(folder, `${name}.mjs`);
    writeFileSync(
      file,
      `const kept = [];
       export const turns = 10_000;
       export const start = () => ({ turn(i) { ${body} }, end() {} });`,
    );
    return file;
  };

  it.each(Object.entries(leaks))("finds what grows in %s", async (kind, leak) => {
    const { turns, growth } = await measurePart(write(kind, leak), 1);
    expect(turns).toBe(10_000);
    expect(growth[kind].growth).toBeGreaterThan(allowed);
  });

  it("finds nothing where everything is given back", async () => {
    const tidy = `${Object.values(leaks).join(" ")} kept.length = 0;`;
    const { growth } = await measurePart(write("tidy", tidy), 1);
    for (const { growth: grew } of Object.values(growth)) expect(grew).toBeLessThan(allowed);
  });
});
