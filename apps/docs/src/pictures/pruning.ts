import {
  createNetwork,
  layerKernel,
  type MappingLayer,
  mappings,
  type Network,
  spectral,
  withParameters,
} from "@reciprocal/network";
import { byEigenvalue, mask, shrink } from "@reciprocal/pruning";
import { rowsOf, type Rows } from "./matrix.js";
import { column, type DrawnNode, links, nodes } from "./network.js";
import { type Drawing, label, picture, shown } from "./svg.js";

/** λ_out of the hidden nodes; λ_in is 1 everywhere, so a node whose λ_out is near 1 hardly gets any signal. */
const lambdaOut = [0, 0.9, 0.4, 1.05, -0.3];
const [inputs, hidden, outputs] = [4, lambdaOut.length, 3];

/** A small network, which of its hidden nodes are removed by their gaps, and what stays. */
export function pruningPicture(): string {
  const made = createNetwork({
    inputShape: inputs,
    layers: [spectral({ units: hidden, activation: "relu" }), spectral({ units: outputs })],
    seed: 2,
  });
  const network = withParameters(made, [
    { layer: 0, name: "lambdaOut", values: Float32Array.from(lambdaOut) },
  ]);
  const masked = mask(network, { by: byEigenvalue(), amount: { count: 2 } });
  const kept = keptNodes(masked);
  const small = shrink(masked);
  const [before, after] = [kernelsOf(network), kernelsOf(small)];
  const gaps = lambdaOut.map((value) => 1 - value);
  return picture(
    "A network before and after two hidden nodes with small gaps are removed",
    { width: 400, height: 330 },
    panel(before, { x: 0, name: "before", gaps, removed: lambdaOut.map((_, i) => !kept.includes(i)) }),
    panel(after, { x: 200, name: "after", gaps: kept.map((i) => gaps[i]!) }),
    label("gap λ_in − λ_out of each hidden node", { x: 200, y: 316 }, { role: "quiet", size: 13 }),
  );
}

function panel(
  kernels: readonly Rows[],
  {
    x,
    name,
    gaps,
    removed = [],
  }: { x: number; name: string; gaps: readonly number[]; removed?: readonly boolean[] },
): Drawing {
  const y = 165;
  const first = column(inputs, { x: x + 24, y, gap: 56 }).map((at): DrawnNode => ({ ...at, role: "in" }));
  const middle = column(gaps.length, { x: x + 100, y, gap: 50 }).map((at, i): DrawnNode => ({
    ...at,
    ...{ role: "out", radius: 2 + 9 * Math.sqrt(Math.abs(gaps[i]!)), isRemoved: removed[i] ?? false },
  }));
  const last = column(outputs, { x: x + 176, y, gap: 56 }).map((at): DrawnNode => ({ ...at, role: "ink" }));
  return [
    label(name, { x: x + 100, y: 28 }, { bold: true }),
    links(first, middle, kernels[0]!),
    links(middle, last, kernels[1]!),
    nodes([...first, ...middle, ...last]),
    ...middle.map((at, i) =>
      label(shown(gaps[i]!), { x: at.x, y: at.y - 17 }, { size: 13, role: "out", bold: true }),
    ),
  ].join("");
}

/** Hidden nodes that get any signal. */
function keptNodes(network: Network): number[] {
  const rows = kernelsOf(network)[0]!;
  return rows.flatMap((row, i) => (row.some((weight) => weight !== 0) ? [i] : []));
}

function kernelsOf(network: Network): Rows[] {
  return mappings(network).map(({ layer }: { layer: MappingLayer }) =>
    rowsOf(layerKernel(layer), layer.inputs),
  );
}
