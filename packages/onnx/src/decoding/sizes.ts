/** A number in the arithmetic of shapes: how many samples there are, and what only a run knows, have no value here. */
export type Size = number | "samples" | "unknown";

/** What `Shape` and the operators after it make: one size, or a list of them. */
export interface Sizes {
  readonly values: readonly Size[];
  readonly isList: boolean;
}

export const listOf = (values: readonly Size[]): Sizes => ({ values, isList: true });

/** The product, as far as it is known; 1 of none. */
export function productOf(values: readonly Size[]): Size {
  return values.reduce<Size>(times, 1);
}

/** Integer arithmetic: division drops the remainder, and what is divided by zero is not known. */
export const sizeArithmetic: Readonly<Record<string, (a: Size, b: Size) => Size>> = {
  Add: (a, b) => (b === 0 ? a : a === 0 ? b : known(a, b, (x, y) => x + y)),
  Sub: (a, b) => (b === 0 ? a : known(a, b, (x, y) => x - y)),
  Mul: times,
  Div: (a, b) => (b === 1 ? a : known(a, b, (x, y) => (y === 0 ? undefined : Math.trunc(x / y)))),
};

function times(a: Size, b: Size): Size {
  if (a === 1) return b;
  return b === 1 ? a : known(a, b, (x, y) => x * y);
}

function known(a: Size, b: Size, compute: (x: number, y: number) => number | undefined): Size {
  if (typeof a !== "number" || typeof b !== "number") return "unknown";
  const result = compute(a, b);
  // what an int32 does not hold is another number there
  return result !== undefined && Math.abs(result) < 2 ** 31 ? result : "unknown";
}
