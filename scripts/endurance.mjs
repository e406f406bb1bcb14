import "./end-with-parents.mjs";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { allowed } from "./endurance/judge.mjs";
import { measurePart } from "./endurance/measure-part.mjs";

// pnpm endurance [part …] [--factor 1]: does something very often and looks whether the memory of its process stays flat. The
// whole of it takes more than a day; --factor makes it shorter. Too short, it ends while the process still warms up, which
// looks like growth: a trainer takes some 30,000 steps until its resident memory stays (113 MiB, then 129). Needs the packages built.
const folder = join(import.meta.dirname, "endurance/parts");
const names = readdirSync(folder).map((name) => name.replace(/\.mjs$/, ""));
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { factor: { type: "string", default: "1" } },
});
const factor = Number(values.factor);
if (positionals.some((name) => !names.includes(name)) || !(factor > 0 && factor <= 100)) {
  console.error(`usage: pnpm endurance [part …] [--factor 1], above 0 and at most 100; parts are`);
  for (const name of names)
    console.error(`  ${name.padEnd(12)} ${(await import(join(folder, `${name}.mjs`))).about}`);
  process.exit(2);
}

const chosen = positionals.length > 0 ? positionals : names;
const rows = [["part", "turns", "seconds", "memory", "early, MiB", "late, MiB", "growth", ""]];
for (const name of chosen) {
  console.error(`${name} …`);
  const { turns, seconds, growth } = await measurePart(join(folder, `${name}.mjs`), factor);
  for (const [kind, { early, late, growth: grew }] of Object.entries(growth)) {
    const isFlat = grew <= allowed;
    if (!isFlat) process.exitCode = 1;
    const [before, after] = [early, late].map((bytes) => (bytes / 2 ** 20).toFixed(2));
    const percent = `${(100 * grew).toFixed(1)} %`;
    rows.push([
      name,
      String(turns),
      seconds.toFixed(0),
      kind,
      before,
      after,
      percent,
      isFlat ? "flat" : "GROWS",
    ]);
  }
}
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
