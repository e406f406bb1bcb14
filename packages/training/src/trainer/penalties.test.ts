import { type Network, parameters, withTrainable } from "@reciprocal/network";
import { describe, it } from "vitest";
import type { Penalties } from "../penalties.js";
import { expectReferenceGradients, samplesFor } from "../testing/reference.js";
import { hidden, large, last, network, phi } from "../testing/small-networks.js";

describe("the penalties of a trainer", () => {
  it.each([
    { on: "kernels", names: [] },
    { on: "eigenvalues", names: ["lambdaIn", "lambdaOut"] },
    { on: "eigenvectors", names: ["phi"] },
  ] as const)("adds l1 and l2 penalties on $on to loss and gradients", async ({ on, names }) => {
    const net = withTrainable(
      network([
        { kind: "spectral", ...hidden, ...large, phi },
        { kind: "spectral", ...last, ...large, phi },
      ]),
      "all",
    );
    const [l1, l2] = [0.03, 0.02];
    const penalty = (candidate: Network): number => {
      const groups = parameters(candidate);
      const numbers =
        names.length > 0
          ? groups
              .filter(({ name }) => (names as readonly string[]).includes(name))
              .flatMap(({ values }) => Array.from(values))
          : candidate.layers.flatMap((layer, i) => {
              if (layer.kind === "activation") return [];
              const of = (name: string) =>
                groups.find((group) => group.layer === i && group.name === name)!.values;
              return Array.from(of("phi"), (value, at) => {
                const [row, column] = [Math.floor(at / layer.inputs), at % layer.inputs];
                return (of("lambdaIn")[column]! - of("lambdaOut")[row]!) * value;
              });
            });
      return numbers.reduce((sum, a) => sum + l1 * Math.abs(a) + l2 * a * a, 0);
    };
    const penalties: Penalties = { [on]: { l1, l2 } };
    await expectReferenceGradients(net, samplesFor(net, 3), { loss: "cross-entropy", penalties }, penalty);
  });

  it.each([
    { kind: "s-svd", name: "s" },
    { kind: "s-qr", name: "R" },
  ] as const)("adds the penalty on eigenvectors for $kind too", async ({ kind, name }) => {
    const net = network([
      { kind, ...hidden, ...large },
      { kind, ...last, ...large },
    ]);
    const penalty = (candidate: Network): number =>
      parameters(candidate)
        .filter((group) => group.name === name)
        .flatMap(({ values }) => Array.from(values))
        .reduce((sum, a) => sum + 0.1 * a * a, 0);
    const penalties = { eigenvectors: { l2: 0.1 } };
    await expectReferenceGradients(net, samplesFor(net, 3), { loss: "cross-entropy", penalties }, penalty);
  });
});
