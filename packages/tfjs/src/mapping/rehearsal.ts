/** Takes down numbers that would be made. */
export type NoteNumbers = (name: string, shape: readonly number[]) => void;

let current: NoteNumbers | undefined;

/** While a model is made without its numbers: where layers note those that are no weights, instead of making them. */
export function rehearsal(): NoteNumbers | undefined {
  return current;
}

/** Runs what makes layers without their numbers; nothing else may run meanwhile. */
export function inRehearsal<T>(note: NoteNumbers, run: () => T): T {
  current = note;
  try {
    return run();
  } finally {
    current = undefined;
  }
}
