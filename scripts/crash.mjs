import "./end-with-parents.mjs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runScenario } from "./crash/run-scenario.mjs";
import { scenarios } from "./crash/scenarios/index.mjs";

// pnpm crash [scenario …] [--kills 100] [--seed 1]: kills programs at random moments, begins them again and compares what
// comes out with an undisturbed run. Needs the packages built.
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: "string", default: "100" }, seed: { type: "string", default: "1" } },
});
const [kills, seed] = [values.kills, values.seed].map(Number);
const names = scenarios.map(({ name }) => name);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0 || !Number.isInteger(kills) || !Number.isInteger(seed) || kills < 1 || seed < 0) {
  console.error(`usage: pnpm crash [scenario …] [--kills 100] [--seed 1]; scenarios are`);
  for (const { name, about } of scenarios) console.error(`  ${name.padEnd(12)} ${about}`);
  process.exit(2);
}

let failed = 0;
for (const scenario of scenarios.filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
)) {
  const folder = mkdtempSync(join(tmpdir(), `crash-${scenario.name}-`));
  const start = performance.now();
  try {
    const counts = await runScenario(scenario, { kills, seed, folder, say: console.error });
    const said = Object.entries(counts).map(([what, count]) => `${what}: ${count}`);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.log(`${scenario.name}: ${kills} kills survived in ${seconds} s (${said.join("; ")})`);
    rmSync(folder, { recursive: true });
  } catch (error) {
    failed++;
    console.log(`${error.message}\n  the folder is kept: ${folder}`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
