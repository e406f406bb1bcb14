import { expect } from "vitest";

/** A class of errors, by which they are caught. */
export type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * For `toThrow`: an error of a class whose message has these facts in this order; the words between them may change:
 * `expect(run).toThrow(errorWith(RangeError, "batches: batchSize", "got 0"))`.
 */
export function errorWith(type: ErrorClass, ...facts: readonly (string | RegExp)[]): Error {
  const isIt = (error: unknown): boolean => {
    if (!(error instanceof type)) return false;
    let rest = error.message;
    return facts.every((fact) => {
      const [start, length] = placeOf(fact, rest);
      if (start < 0) return false;
      rest = rest.slice(start + length);
      return true;
    });
  };
  // the type that `toThrow` takes
  return expect.toSatisfy(isIt, `${type.name} with ${facts.map(String).join(" … ")}`) as Error;
}

function placeOf(fact: string | RegExp, text: string): readonly [start: number, length: number] {
  if (typeof fact === "string") return [text.indexOf(fact), fact.length];
  const match = fact.exec(text);
  return match ? [match.index, match[0].length] : [-1, 0];
}
