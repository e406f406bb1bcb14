import { expect } from "vitest";

export type ErrorClass = new (...args: never[]) => Error;

/** Expects an error of a class whose message has the facts: texts, or patterns, in any order. */
export async function expectFailure(
  run: () => unknown,
  type: ErrorClass,
  ...facts: readonly (string | RegExp)[]
): Promise<void> {
  const error = await failureOf(run);
  expect(error).toBeInstanceOf(type);
  for (const fact of facts) expect(error.message).toMatch(fact);
}

async function failureOf(run: () => unknown): Promise<Error> {
  try {
    await run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not throw");
}
