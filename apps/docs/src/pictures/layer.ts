import { transferOperator } from "@reciprocal/spectral";
import { Matrix } from "ml-matrix";
import { example, inputs, kernel, outputs } from "./example.js";
import { numberMatrix } from "./matrix.js";
import { column, links, nodes } from "./network.js";
import { type Drawing, element, label, picture, type Point } from "./svg.js";

/** A layer as nodes and links, and the same as one vector of all nodes before and after the operator. */
export function layerPicture(): string {
  const { phi, lambdaIn, lambdaOut, x } = example;
  const before = [...x, ...lambdaOut.map(() => 0)];
  const operator = transferOperator(phi, lambdaIn, lambdaOut);
  const after = operator.mmul(Matrix.columnVector(before)).to1DArray();

  const left = column(inputs, { x: 45, y: 150, gap: 62 }).map((at, j) => ({
    ...at,
    ...{ role: "in" as const, value: x[j]! },
  }));
  const right = column(outputs, { x: 160, y: 150, gap: 62 }).map((at, i) => ({
    ...at,
    ...{ role: "out" as const, value: after[inputs + i]! },
  }));
  const roleOf = (row: number) => (row < inputs ? "in" : "out");
  const [cell, top] = [36, 60];
  return picture(
    "A layer of three nodes and one of two, and the same as a vector of five numbers",
    { width: 400, height: 275 },
    label("the layer", { x: 102, y: 28 }, { bold: true }),
    links(left, right, kernel),
    nodes([...left, ...right]),
    label("x", { x: 45, y: 262 }, { role: "in" }),
    label("w x", { x: 160, y: 262 }, { role: "out" }),
    label("one vector", { x: 300, y: 28 }, { bold: true }),
    numberMatrix(
      before.map((value) => [value]),
      { x: 240, y: top, cell, roleOf },
    ),
    arrow({ x: 290, y: top + 2.5 * cell }, "A"),
    numberMatrix(
      after.map((value) => [value]),
      { x: 336, y: top, cell, roleOf },
    ),
    label("before", { x: 258, y: 262 }, { role: "quiet" }),
    label("after", { x: 354, y: 262 }, { role: "quiet" }),
  );
}

function arrow({ x, y }: Point, name: string): Drawing {
  return [
    element("path", {
      class: "line-ink",
      "stroke-width": 1.5,
      d: `M${x},${y}h28m-6,-5l6,5l-6,5`,
    }),
    label(name, { x: x + 14, y: y - 10 }, { bold: true }),
  ].join("");
}
