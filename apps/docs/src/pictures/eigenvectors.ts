import { eigenvalues, eigenvectors, transferOperator } from "@reciprocal/spectral";
import { Matrix } from "ml-matrix";
import { example, inputs } from "./example.js";
import { numberMatrix } from "./matrix.js";
import { type Drawing, label, picture, shown } from "./svg.js";

/** What the operator does to two of its eigenvectors: one of an input node, one of an output node. */
export function eigenvectorsPicture(): string {
  const { phi, lambdaIn, lambdaOut } = example;
  return picture(
    "An eigenvector of an input node and one of an output node, before and after the operator",
    { width: 400, height: 276 },
    pair(0, { x: 34, name: "of input node 1" }),
    pair(inputs, { x: 234, name: "of output node 1" }),
  );

  function pair(index: number, { x, name }: { readonly x: number; readonly name: string }): Drawing {
    const vector = eigenvectors(phi).getColumn(index);
    const after = transferOperator(phi, lambdaIn, lambdaOut).mmul(Matrix.columnVector(vector)).to1DArray();
    const value = eigenvalues(lambdaIn, lambdaOut)[index]!;
    const [cell, top] = [36, 56];
    const side = index < inputs ? "in" : "out";
    const roleOf = (row: number) => {
      if (row === index) return side;
      return row >= inputs && index < inputs ? "phi" : "quiet";
    };
    const drawn = (column: readonly number[], left: number): Drawing =>
      numberMatrix(
        column.map((entry) => [entry]),
        { x: left, y: top, cell, roleOf },
      );
    const below = top + 5 * cell + 26;
    return [
      label(name, { x: x + 66, y: 28 }, { bold: true }),
      label("A ·", { x: x - 16, y: top + 2.5 * cell + 5 }, { bold: true }),
      drawn(vector, x + 4),
      label("=", { x: x + 66, y: top + 2.5 * cell + 5 }, { bold: true }),
      drawn(after, x + 92),
      label(`= ${shown(value)} times it`, { x: x + 66, y: below }, { role: side, bold: true }),
    ].join("");
  }
}
