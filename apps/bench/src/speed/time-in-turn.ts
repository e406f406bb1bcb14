import type { SpeedSubject } from "./speed-subject.js";

export interface TimeInTurnOptions {
  /** How often each subject is timed. */
  repeats: number;
  /** Training steps per repeat. */
  steps: number;
  /** Called after each round, so that something else can take its turn. */
  afterRound?: () => Promise<void>;
}

/**
 * Times the subjects in turn, A B C A B C …, so that whatever else the machine does meets all of them alike. A first
 * round is not counted. All subjects get the same batches in the same order, beginning again when they end.
 *
 * @returns seconds per 100 steps, one number per repeat, in the order of the subjects
 * @throws {Error} when a loss is not finite
 */
export async function timeInTurn(
  subjects: readonly SpeedSubject<string>[],
  batches: readonly Int32Array[],
  { repeats, steps, afterRound }: TimeInTurnOptions,
): Promise<number[][]> {
  const seconds = subjects.map((): number[] => []);
  for (let round = 0; round <= repeats; round++) {
    const staged = Array.from({ length: steps }, (_, i) => batches[(round * steps + i) % batches.length]!);
    for (const [index, subject] of subjects.entries()) {
      await subject.stage(staged);
      const start = performance.now();
      const loss = await subject.steps();
      const milliseconds = performance.now() - start;
      if (!Number.isFinite(loss))
        throw new Error(`timeInTurn: ${subject.engine}, ${subject.method}: loss is ${loss}`);
      if (round > 0) seconds[index]!.push((milliseconds / 1000 / steps) * 100);
    }
    await afterRound?.();
  }
  return seconds;
}
