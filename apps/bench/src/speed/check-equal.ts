import type { SpeedSubject } from "./speed-subject.js";

export interface CheckEqualOptions {
  /** Largest difference from the first subject of the same method, relative to its loss; default 1e-3. */
  tolerance?: number;
}

/**
 * Trains every subject from the same initial values on the same batches, one step at a time, and compares the losses
 * with those of the first subject of the same method; timing engines that compute different things says nothing.
 *
 * @returns the losses of each subject, step by step
 * @throws {Error} at the first loss that differs or is not a number
 */
export async function checkEqual(
  subjects: readonly SpeedSubject[],
  batches: readonly Int32Array[],
  { tolerance = 1e-3 }: CheckEqualOptions = {},
): Promise<Map<SpeedSubject, number[]>> {
  const losses = new Map<SpeedSubject, number[]>();
  for (const subject of subjects) {
    await subject.prepare();
    const own: number[] = [];
    for (const batch of batches) {
      await subject.stage([batch]);
      own.push(await subject.steps());
    }
    losses.set(subject, own);
    const reference = subjects.find(({ method }) => method === subject.method)!;
    for (const [step, expected] of losses.get(reference)!.entries()) {
      // negated, so that NaN fails
      if (!(Math.abs(own[step]! - expected) <= tolerance * Math.abs(expected))) {
        throw new Error(
          `checkEqual: step ${step + 1}, ${subject.method}: ${reference.engine} has loss ${expected}, ` +
            `${subject.engine} has ${own[step]!}; they may differ by ${tolerance} of it`,
        );
      }
    }
  }
  return losses;
}
