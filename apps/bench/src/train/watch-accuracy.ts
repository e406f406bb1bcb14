export interface WatchOptions {
  /** What counts as better: an improvement of more than this. */
  readonly minDelta: number;
  /** Epochs in a row without an improvement after which training ends. */
  readonly patience: number;
}

/**
 * Early stopping as `fit` has it: a function that is told the validation accuracy after every epoch and says whether to
 * stop.
 */
export function watchAccuracy({ minDelta, patience }: WatchOptions): (accuracy: number) => boolean {
  let best = -Infinity;
  let waited = 0;
  return (accuracy) => {
    if (accuracy > best + minDelta) {
      best = accuracy;
      waited = 0;
    } else waited++;
    return waited >= patience;
  };
}
