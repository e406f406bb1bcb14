import { parseNumber } from "../parse-number.js";

/** The character between a whole number and its fraction. */
export type Decimal = "." | ",";

/** The number that a cell is, else NaN. */
export function numberIn(cell: string, decimal: Decimal): number {
  if (decimal === ".") return parseNumber(cell);
  return cell.includes(".") ? NaN : parseNumber(cell.replace(",", "."));
}

/** Whether a cell is a number with this decimal sign. */
export function isNumberIn(cell: string, decimal: Decimal): boolean {
  return !Number.isNaN(numberIn(cell, decimal));
}
