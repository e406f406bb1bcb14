import fc from "fast-check";
import { judge } from "./judge.js";
import type { Target } from "./target.js";

/** What one campaign is to do. */
export interface Plan {
  readonly target: string;
  readonly seed: number;
  readonly runs: number;
  /** Of fast-check: where in the seed the input is, to run that one alone. */
  readonly path?: string | undefined;
}

/** An input of which something does not hold, made as small as fast-check could. */
export interface Failure {
  readonly target: string;
  readonly problem: string;
  readonly input: string;
  readonly seed: number;
  readonly path: string;
  /** Where the error came from, if it was one. */
  readonly stack?: string | undefined;
}

/** What a campaign found. */
export interface Outcome {
  readonly runs: number;
  readonly accepted: number;
  /** Of processor time, that of collecting garbage included: other programs do not change it much. */
  readonly seconds: number;
  /** Milliseconds of the slowest input. */
  readonly slowest: number;
  /** Bytes that the hungriest input had allocated. */
  readonly most: number;
  readonly failure?: Failure;
}

/**
 * Runs a target on as many inputs as the plan says, or to the first of which something does not hold.
 *
 * @param onInput - is told every input before it is read
 */
export async function campaign(
  target: Target,
  { seed, runs, path }: Plan,
  onInput: (input: Uint8Array) => void = () => {},
): Promise<Outcome> {
  const start = process.cpuUsage();
  const counts = { runs: 0, accepted: 0, slowest: 0, most: 0 };
  // where numbers should be near limits, targets say so: bias would put most damage at the first byte
  const property = fc.asyncProperty(fc.noBias(target.inputs), async (input) => {
    onInput(input);
    counts.runs += 1;
    const { isAccepted, milliseconds, bytes } = await judge(target, input);
    counts.accepted += Number(isAccepted);
    counts.slowest = Math.max(counts.slowest, milliseconds);
    counts.most = Math.max(counts.most, bytes);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path !== undefined && { path }),
  });
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  if (!details.failed) return { ...counts, seconds };
  const error = details.errorInstance as Error;
  return {
    ...counts,
    seconds,
    failure: {
      target: target.name,
      problem: error?.message ?? "fast-check found no input",
      input: toBase64(details.counterexample?.[0]),
      seed,
      path: details.counterexamplePath ?? "",
      stack: ((error?.cause as Error | undefined) ?? error)?.stack,
    },
  };
}

const toBase64 = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("base64");
