// digits can match in one way only: with two ways, a long cell that is no number would take its length squared
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a text is in decimal notation, else NaN: no hexadecimal, no Infinity, nothing for no text. */
export function parseNumber(text: string): number {
  return decimal.test(text) ? Number(text) : NaN;
}
