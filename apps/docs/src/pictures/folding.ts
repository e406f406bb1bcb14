import { createNetwork, encodeNetwork, type Network, spectral, toDense } from "@reciprocal/network";
import { type Drawing, element, label, picture, type Role } from "./svg.js";

const [inputs, hidden, outputs] = [784, 200, 10];

/** One network in reciprocal space and folded into direct space: squares as large as its files. */
export function foldingPicture(): string {
  const network = createNetwork({
    inputShape: inputs,
    layers: [
      spectral({ units: hidden, activation: "relu" }),
      spectral({ units: outputs, activation: "softmax" }),
    ],
    seed: 1,
  });
  const folded = toDense(network);
  const [small, large] = [network, folded].map((one: Network) => encodeNetwork(one).length) as [
    number,
    number,
  ];
  const side = 170;
  const smallSide = side * Math.sqrt(small / large);
  const [centerY, leftX, rightX] = [140, 100, 290];
  return picture(
    "A network of 784, 200 and 10 nodes in reciprocal space and folded into direct space, as large as its files",
    { width: 400, height: 300 },
    label("reciprocal space", { x: leftX, y: 28 }, { bold: true }),
    label("direct space", { x: rightX, y: 28 }, { bold: true }),
    square({ x: leftX, y: centerY, side: smallSide, role: "in" }),
    square({ x: rightX, y: centerY, side, role: "w" }),
    element("path", {
      class: "line-ink",
      "stroke-width": 1.5,
      d: `M${leftX + 30},${centerY - 12}H${rightX - side / 2 - 8}m-7,-5l7,5l-7,5`,
    }),
    label("fold", { x: leftX + 63, y: centerY - 22 }, { bold: true }),
    label("seed, λ, biases", { x: leftX, y: 250 }, { role: "in" }),
    label(`${small.toLocaleString("en")} bytes`, { x: leftX, y: 274 }),
    label("weights w, biases", { x: rightX, y: 250 }, { role: "w" }),
    label(`${large.toLocaleString("en")} bytes`, { x: rightX, y: 274 }),
  );
}

function square({ x, y, side, role }: { x: number; y: number; side: number; role: Role }): Drawing {
  return element("rect", {
    ...{ x: x - side / 2, y: y - side / 2, width: side, height: side },
    ...{ class: `fill-${role}`, "fill-opacity": 0.6 },
  });
}
