import { createNetwork, layerKernel, phiValues, spectral, withParameters } from "@reciprocal/network";
import { rowsOf, type Rows, squareMatrix } from "./matrix.js";
import { type Drawing, label, picture, type Role, shown } from "./svg.js";

const lambdaIn = [1, 1, 0, 1.5, 1, 1, 0.3, 1];
const lambdaOut = [0, 0, 1, -0.5, 0, 0.5];

/** φ of a seed, the gaps of eigenvalues that were chosen to be seen, and the kernel of a network that has both. */
export function kernelPicture(): string {
  const [inputs, outputs] = [lambdaIn.length, lambdaOut.length];
  const made = createNetwork({
    inputShape: inputs,
    layers: [spectral({ units: outputs })],
    seed: 4,
  });
  const network = withParameters(made, [
    { layer: 0, name: "lambdaIn", values: Float32Array.from(lambdaIn) },
    { layer: 0, name: "lambdaOut", values: Float32Array.from(lambdaOut) },
  ]);
  const layer = network.layers[0]!;
  if (layer.kind !== "spectral") throw new Error(`kernelPicture: needs a spectral layer, got ${layer.kind}`);
  const phi: Rows = rowsOf(phiValues(layer), inputs);
  const w: Rows = rowsOf(layerKernel(layer), inputs);
  const gaps = lambdaOut.map((out) => lambdaIn.map((into) => into - out));

  const [cell, y] = [22, 66];
  const side = { width: inputs * cell, height: outputs * cell };
  const second = y + side.height + 70;
  const middle = { x: 26 + side.width, y: 0 };
  const panel = (
    rows: Rows,
    at: { x: number; y: number; role: Role; name: string; largest: number },
  ): Drawing =>
    [
      label(at.name, { x: at.x + side.width / 2, y: at.y - 34 }, { bold: true, role: at.role }),
      squareMatrix(rows, { ...at, cell }),
    ].join("");
  const largest = Math.max(...w.flat().map(Math.abs));
  const gapX = middle.x + 40;
  return picture(
    "The entries of φ, the gaps between the eigenvalues, and their products, the kernel w",
    { width: 440, height: second + side.height + 24 },
    panel(phi, { x: 20, y, role: "phi", name: "φ, from a seed", largest }),
    label("∘", { x: gapX - 34, y: y + side.height / 2 + 6 }, { size: 18, bold: true }),
    panel(gaps, { x: gapX, y, role: "ink", name: "gaps λ_in − λ_out", largest: 2 }),
    ...lambdaIn.map((value, j) =>
      label(shown(value), { x: gapX + (j + 0.5) * cell, y: y - 8 }, { size: 11, role: "in" }),
    ),
    ...lambdaOut.map((value, i) =>
      label(
        shown(value),
        { x: gapX - 4, y: y + (i + 0.5) * cell + 4 },
        { size: 11, role: "out", anchor: "end" },
      ),
    ),
    label("=", { x: 20 + side.width / 2 + 70, y: second + side.height / 2 + 6 }, { size: 18, bold: true }),
    panel(w, { x: gapX, y: second, role: "w", name: "w, the kernel", largest }),
    ...["filled: positive", "hollow: negative", "dot: zero"].map((line, i) =>
      label(line, { x: 20, y: second + 20 + i * 22 }, { role: "quiet", anchor: "start", size: 13 }),
    ),
  );
}
