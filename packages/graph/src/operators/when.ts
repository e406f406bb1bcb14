import type { Value } from "../value.js";

/** Builds a gradient only for an operand that needs it. */
export function when(needed: boolean | undefined, build: () => Value): Value | undefined {
  return needed ? build() : undefined;
}
