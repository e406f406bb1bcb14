import { isDeepStrictEqual } from "node:util";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Random } from "../../packages/spectral/dist/index.js";
import { startAll } from "./programs.mjs";

/**
 * Runs the programs of a scenario undisturbed, then kills them at random moments and begins them again, over and over;
 * at the end they are left to finish. Then nothing may differ from the undisturbed run. After each kill nothing that they started may
 * live on, and what they wrote must be whole.
 *
 * A scenario has
 * - `name`, `about`
 * - `prepare(folder)`: makes what the programs need in an empty folder; may be missing
 * - `commands(folder)`: the programs, started together: `{ program, args, env, cwd }` each, Node if no program is named
 * - `victims(living)`: who may be killed, as `{ pid, role, goesOn }`; `goesOn` says that the others go on without it.
 *   Default: the programs themselves
 * - `check(folder)`: throws if something is torn or lost; may be missing
 * - `result(folder)`: what must be the same in the end, any value
 * - `isDone(codes, folder)`: whether all is done. Default: every program ended with 0
 *
 * @param options.patience - how long what is left behind may take to end, in milliseconds
 * @returns how often each role was killed and how often the programs came to their end
 * @throws {Error} with the scenario, the seed and what the programs printed last
 */
export async function runScenario(scenario, { kills, seed, folder, patience = 60_000, say = () => {} }) {
  const random = new Random(seed);
  const {
    prepare = () => {},
    check = () => {},
    isDone = (codes) => codes.every((code) => code === 0),
  } = scenario;
  const counts = {};
  let at = "undisturbed";
  let slowest = 0;
  let newest;
  const allGone = async (program) => {
    slowest = Math.max(slowest, await untilGone(program, patience));
  };
  const make = async (name) => {
    const own = join(folder, name);
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own, { recursive: true });
    await prepare(own);
    return own;
  };
  const log = join(folder, "log.txt");
  const start = async (own) => {
    rmSync(log, { force: true });
    return (newest = startAll(await scenario.commands(own), log));
  };
  const endsOf = async (running) => (await running.ended).map(({ code, signal }) => code ?? signal);

  try {
    const whole = await make("whole");
    const from = performance.now();
    const running = await start(whole);
    const codes = await endsOf(running);
    if (!(await isDone(codes, whole))) throw new Error(`it ended with ${codes.join(", ")}`);
    const duration = performance.now() - from;
    const expected = await scenario.result(whole);
    say(`${scenario.name}: undisturbed, ${(duration / 1000).toFixed(1)} s`);

    const finish = async (own, ends) => {
      if (!(await isDone(ends, own))) return false;
      const result = await scenario.result(own);
      if (!isDeepStrictEqual(result, expected))
        throw new Error(`the result differs${difference(expected, result)}`);
      counts.finished = (counts.finished ?? 0) + 1;
      return true;
    };

    let own = await make("killed");
    let program = await start(own);
    let ended = endsOf(program);
    for (let kill = 1; kill <= kills;) {
      at = `before kill ${kill}`;
      const ends = await Promise.race([setTimeout(random.uniform(0, duration)), ended]);
      if (ends !== undefined) {
        await allGone(program);
        // a worker that was killed twice has failed its task: then it is begun again
        if (await finish(own, ends)) own = await make("killed");
        program = await start(own);
        ended = endsOf(program);
        continue;
      }
      const living = program.living();
      const victims = scenario.victims
        ? scenario.victims(living)
        : living.slice(0, 1).map(({ pid }) => ({ pid, role: "program" }));
      if (victims.length === 0) continue; // is just beginning or ending
      const { pid, role, goesOn = false } = victims[random.integer(victims.length)];
      at = `after kill ${kill}, of ${role}`;
      if (!endNow(pid)) continue; // has just ended
      counts[role] = (counts[role] ?? 0) + 1;
      kill++;
      if (kill % 10 === 1) say(`${scenario.name}: ${kill - 1} kills`);
      if (goesOn) continue;
      await allGone(program);
      await check(own);
      program = await start(own);
      ended = endsOf(program);
    }

    at = "at the end";
    for (let tries = 1; ; tries++) {
      const ends = await ended;
      await allGone(program);
      if (await finish(own, ends)) break;
      if (tries === 3) throw new Error(`it does not come to its end: ${ends.join(", ")}`);
      program = await start(own);
      ended = endsOf(program);
    }
    return { ...counts, "seconds until all had ended, at most": slowest.toFixed(1) };
  } catch (error) {
    for (const { pid } of newest?.living() ?? []) endNow(pid);
    const printed = read(log).split("\n").slice(-20).join("\n  ");
    throw new Error(`crash ${scenario.name} --seed ${seed}: ${at}: ${error.message}\n  ${printed}`, {
      cause: error,
    });
  }
}

/** @returns after how many seconds nothing was left */
async function untilGone(program, patience) {
  const start = performance.now();
  const left = await program.gone(patience);
  if (left.length === 0) return (performance.now() - start) / 1000;
  const names = left.map(({ pid, words }) => `${pid} ${words.join(" ").slice(0, 80)}`);
  for (const { pid } of left) endNow(pid);
  throw new Error(`still alive after ${patience / 1000} s: ${names.join("; ")}`);
}

/** Whether it was there. */
function endNow(pid) {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The first place where two results differ, as far as they are lists or objects. */
function difference(expected, result, place = "") {
  if (typeof expected !== "object" || typeof result !== "object" || expected === null || result === null)
    return `${place && ` at ${place.slice(1)}`}: expected ${show(expected)}, got ${show(result)}`;
  for (const key of new Set([...Object.keys(expected), ...Object.keys(result)])) {
    if (!isDeepStrictEqual(expected[key], result[key]))
      return difference(expected[key], result[key], `${place}.${key}`);
  }
  return place;
}

function show(value) {
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}
