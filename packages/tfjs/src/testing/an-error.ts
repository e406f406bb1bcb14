import { expect } from "vitest";

export type ErrorClass = abstract new (...args: never[]) => Error;

/** For `toThrow`: an error of this class whose message has these facts in it, in this order. */
export function anError(type: ErrorClass, ...facts: readonly (string | RegExp)[]): unknown {
  const isIt = (error: unknown) => {
    if (!(error instanceof type)) return false;
    let rest = error.message;
    return facts.every((fact) => {
      const [start, length] = placeOf(fact, rest);
      if (start < 0) return false;
      rest = rest.slice(start + length);
      return true;
    });
  };
  return expect.toSatisfy(isIt, `${type.name} with ${facts.map(String).join(" … ")}`);
}

function placeOf(fact: string | RegExp, text: string): [start: number, length: number] {
  if (typeof fact === "string") return [text.indexOf(fact), fact.length];
  const match = fact.exec(text);
  return match ? [match.index, match[0].length] : [-1, 0];
}
