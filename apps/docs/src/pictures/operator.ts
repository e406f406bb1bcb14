import { eigenvalues, eigenvectors, inverseEigenvectors, transferOperator } from "@reciprocal/spectral";
import { Matrix } from "ml-matrix";
import { example, inputs } from "./example.js";
import { numberMatrix } from "./matrix.js";
import { label, picture, type Role } from "./svg.js";

/** A = Φ Λ Φ⁻¹ in numbers, block by block. */
export function operatorPicture(): string {
  const { phi, lambdaIn, lambdaOut } = example;
  const cell = 33;
  const side = cell * (inputs + lambdaOut.length);
  const [leftX, rightX, topY, bottomY] = [16, 219, 44, 268];
  const blockOf = (block: Role) => (row: number, column: number) => {
    if (row >= inputs && column < inputs) return block;
    return "quiet";
  };
  const diagonalOf = (block: Role) => (row: number, column: number) => {
    if (row === column) return row < inputs ? "in" : "out";
    return blockOf(block)(row, column);
  };
  const matrices = [
    { name: "Φ, the eigenvectors", rows: eigenvectors(phi), x: leftX, y: topY, roleOf: blockOf("phi") },
    {
      name: "Λ, the eigenvalues",
      rows: Matrix.diag([...eigenvalues(lambdaIn, lambdaOut)]),
      ...{ x: rightX, y: topY, roleOf: diagonalOf("quiet") },
    },
    { name: "Φ⁻¹", rows: inverseEigenvectors(phi), x: leftX, y: bottomY, roleOf: blockOf("phi") },
    {
      name: "A, the transfer operator",
      rows: transferOperator(phi, lambdaIn, lambdaOut),
      ...{ x: rightX, y: bottomY, roleOf: diagonalOf("w") },
    },
  ];
  return picture(
    "The eigenvectors, the eigenvalues and the inverse of the eigenvectors, and their product, the transfer operator",
    { width: 400, height: bottomY + side + 44 },
    ...matrices.flatMap(({ name, rows, x, y, roleOf }) => [
      label(name, { x: x + side / 2, y: y - 14 }, { bold: true }),
      numberMatrix(rows.to2DArray(), { x, y, cell, roleOf }),
    ]),
    label("·", { x: 200, y: topY + side / 2 + 6 }, { size: 22, bold: true }),
    label("·", { x: 395, y: topY + side / 2 + 6 }, { size: 22, bold: true }),
    label("=", { x: 200, y: bottomY + side / 2 + 6 }, { size: 18, bold: true }),
    label("λ_in", { x: 70, y: bottomY + side + 28 }, { role: "in", bold: true }),
    label("λ_out", { x: 150, y: bottomY + side + 28 }, { role: "out", bold: true }),
    label("φ and −φ", { x: 240, y: bottomY + side + 28 }, { role: "phi", bold: true }),
    label("w", { x: 320, y: bottomY + side + 28 }, { role: "w", bold: true }),
  );
}
