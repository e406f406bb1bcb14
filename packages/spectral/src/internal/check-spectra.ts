import type { AbstractMatrix } from "ml-matrix";
import { ShapeError } from "../errors.js";

/** Guard for the spectra of an eigenvector block: λ_in one per column of phi, λ_out one per row. */
export function checkSpectra(
  where: string,
  phi: AbstractMatrix,
  lambdaIn: ArrayLike<number>,
  lambdaOut: ArrayLike<number>,
): void {
  checkLength(where, "lambdaIn", lambdaIn.length, phi.columns, "column");
  checkLength(where, "lambdaOut", lambdaOut.length, phi.rows, "row");
}

function checkLength(where: string, name: string, got: number, needed: number, per: "row" | "column"): void {
  if (got === needed) return;
  throw new ShapeError(`${where}: ${name} needs ${needed} values (one per ${per} of phi), got ${got}`);
}
