/** What a made-up run gives, whichever experiment it belongs to. */
export function exampleResult(seed: number) {
  return {
    denseParameters: 400,
    biases: 60,
    validationAccuracy: 0.8,
    testLoss: 0.3,
    epochs: 10 + seed,
    stopped: "early-stopping",
    seconds: 2,
    engine: "engine 1.0.0",
    history: [0.7, 0.8],
    versions: { node: "20.0.0", commit: "0123abc" },
  } as const;
}
