/**
 * Stands for an error of a class whose message has these facts in this order; the words between them may change:
 * `expect(run).toThrow(errorWith(RangeError, "batches: batchSize", "got 0"))`.
 */
export function errorWith(type: abstract new (...args: never[]) => Error, ...facts: string[]): Error {
  const matcher = {
    asymmetricMatch(error: unknown): boolean {
      if (!(error instanceof type)) return false;
      let at = 0;
      return facts.every((fact) => {
        const found = error.message.indexOf(fact, at);
        at = found + fact.length;
        return found !== -1;
      });
    },
    toString: () => `${type.name} with ${facts.map((fact) => JSON.stringify(fact)).join(" … ")}`,
  };
  return matcher as unknown as Error; // the type that `toThrow` takes
}
