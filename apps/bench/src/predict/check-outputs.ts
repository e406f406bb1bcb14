import type { PredictSubject } from "./predict-subjects.js";

/** Float32 sums in another order, of outputs of about one. */
const tolerance = 1e-5;

/**
 * Compares what subjects compute with what the first one does: timing what differs says nothing.
 *
 * @throws {Error} at the first output that differs by more than a few roundings, or is missing
 */
export async function checkOutputs(subjects: readonly PredictSubject[], inputs: Float32Array): Promise<void> {
  const [reference, ...others] = subjects as [PredictSubject, ...PredictSubject[]];
  const expected = await reference.predict(inputs);
  for (const { name, predict } of others) {
    const outputs = await predict(inputs);
    // negated, so that NaN and a missing output fail
    const index = expected.findIndex((value, at) => !(Math.abs(outputs[at]! - value) <= tolerance));
    if (index === -1) continue;
    throw new Error(
      `checkOutputs: output ${index} of ${reference.name} is ${expected[index]}, that of ${name} is ${outputs[index]}`,
    );
  }
}
