import { inputSize, type Network, toDense } from "@reciprocal/network";
import { deriveSeed, Random, randomUniform } from "@reciprocal/spectral";
import { createTrainer, predict, type Samples } from "@reciprocal/training";
import { median } from "../../speed/median.js";
import type { NodesPoint } from "./nodes-line.js";

const steps = 10;
const batchSize = 200;

export interface TimingOptions {
  /** Rounds that count; default 5. */
  readonly rounds?: number;
  /** Samples that are answered in each, at least a batch of 200; default 5,000. */
  readonly answered?: number;
}

type Times = Pick<
  NodesPoint,
  "stepMilliseconds" | "wholeStepMilliseconds" | "answerMilliseconds" | "wholeAnswerMilliseconds"
>;

/**
 * Times training steps and answers of a network and of the whole one before it was pruned, in turn, on seeded data, both
 * in direct space. A first round is not counted.
 */
export async function timeBesideWhole(
  network: Network,
  whole: Network,
  { seed, rounds = 5, answered = 5000 }: TimingOptions & { readonly seed: number },
): Promise<Times> {
  const inputs = inputSize(network);
  const random = new Random(deriveSeed(seed, "labels"));
  const samples: Samples = {
    inputs: Float32Array.from(randomUniform(answered * inputs, { seed })),
    labels: Array.from({ length: answered }, () => random.integer(2)),
  };
  const subjects = await Promise.all([network, whole].map((one) => subjectOf(toDense(one), samples)));
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const subject of subjects) await subject.measure(round > 0);
    }
    const [own, other] = subjects.map(({ step, answer }) => ({ step: median(step), answer: median(answer) }));
    return {
      stepMilliseconds: own!.step,
      wholeStepMilliseconds: other!.step,
      answerMilliseconds: own!.answer,
      wholeAnswerMilliseconds: other!.answer,
    };
  } finally {
    for (const subject of subjects) await subject.release();
  }
}

async function subjectOf(network: Network, samples: Samples) {
  // so small that nothing it does to the numbers matters
  const optimizer = { kind: "adam", learningRate: 1e-6 } as const;
  const trainer = await createTrainer(network, samples, { batchSize, optimizer });
  const batch = Array.from({ length: batchSize }, (_, i) => i);
  const [step, answer]: [number[], number[]] = [[], []];
  const time = async (into: number[], isCounted: boolean, repeats: number, work: () => Promise<unknown>) => {
    const started = performance.now();
    for (let i = 0; i < repeats; i++) await work();
    if (isCounted) into.push((performance.now() - started) / repeats);
  };
  return {
    step,
    answer,
    async measure(isCounted: boolean) {
      await time(step, isCounted, steps, () => trainer.step(batch));
      await time(answer, isCounted, 1, () => predict(network, samples.inputs));
    },
    release: () => trainer.release(),
  };
}
