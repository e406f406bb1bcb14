import { Session } from "node:inspector";
import { expect } from "vitest";

/** What it took to read one input. */
export interface Measured {
  readonly size: number;
  /** Bytes or characters of the input. */
  readonly length: number;
  /** How many times a function or a block inside one (a loop, a branch) was run, in all code but that of the test runner. */
  readonly work: number;
  /** What the reader threw, if it refused the input. */
  readonly error?: unknown;
}

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

const session = new Session();

function post(method: string, params?: object): unknown {
  let result: unknown;
  session.post(method, params, (error, got) => {
    if (error) throw error;
    result = got;
  });
  return result;
}

// from now on what is compiled counts its blocks; what was compiled before, or is compiled to machine code, does not
const counts = process.execArgv.includes("--no-opt");
if (counts) {
  session.connect();
  post("Profiler.enable");
  post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
}

/**
 * Counts the work of a function by the counters of the engine, the same in every run and on every machine. Work inside of the
 * engine is not seen (`slice`, `includes` or `fill` of a long list count 1): where such a call is made with a long list,
 * count something else.
 *
 * Only in files that are named `*.growth.test.ts`: they get a process of their own, that counts. Import this before what is
 * counted.
 */
export async function countWork(run: () => unknown): Promise<number> {
  if (!counts)
    throw new Error("countWork: the test file must be named *.growth.test.ts, so that its process counts");
  post("Profiler.takePreciseCoverage"); // which starts from 0
  await run();
  return takeWork();
}

function takeWork(): number {
  const { result } = post("Profiler.takePreciseCoverage") as Coverage;
  return result
    .filter(({ url }) => !/^node:|vitest|\/vite\/|\.test\.ts/.test(url))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
    .reduce((sum, count) => sum + count, 0);
}

/**
 * Counts the work of reading the same structure at several sizes. A reader may refuse it: that takes work too.
 *
 * @param make - an input whose length is about in proportion to its size
 * @param sizes - from small to large, far enough apart that what grows faster than the input shows
 */
export async function growth<I extends { readonly length: number }>(
  make: (size: number) => I,
  read: (input: I) => unknown,
  sizes: readonly number[] = [100, 400, 1600],
): Promise<readonly Measured[]> {
  const measure = async (size: number): Promise<Measured> => {
    const input = make(size);
    let error: unknown;
    const work = await countWork(async () => {
      try {
        await read(input);
      } catch (thrown) {
        error = thrown;
      }
    });
    return { size, length: input.length, work, ...(error !== undefined && { error }) };
  };
  await measure(sizes[0]!); // tables that are made once
  const measured: Measured[] = [];
  for (const size of sizes) measured.push(await measure(size));
  return measured;
}

/** Fails if work for each byte grows by more than a fifth from a size to the next one. */
export function expectLinear(measured: readonly Measured[], tolerance = 1.2): void {
  const rates = measured.map(({ work, length }) => work / length);
  const table = measured
    .map(
      ({ size, length, work }) =>
        `size ${size}: ${length} bytes, ${work} steps, ${(work / length).toFixed(2)} a byte`,
    )
    .join("; ");
  const worst = Math.max(...rates.slice(1).map((rate, i) => rate / rates[i]!));
  expect(worst, `work for each byte grows: ${table}`).toBeLessThanOrEqual(tolerance);
}
