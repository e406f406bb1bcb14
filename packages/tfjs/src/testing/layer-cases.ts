import { randomNormal } from "@reciprocal/spectral";
import type { Mapping } from "../mapping/mapping.js";
import type { MappingArguments } from "../mapping/mapping-arguments.js";
import { qrDense } from "../kinds/s-qr.js";
import { sparseDense } from "../kinds/dense.js";
import { spectralDense } from "../kinds/spectral.js";
import { svdDense } from "../kinds/s-svd.js";

type Make = (inputs: number, args: MappingArguments) => Mapping;

const normal = (seed: number) => ({ kind: "normal", deviation: 1, seed }) as const;
const numbers = (length: number) => Float32Array.from(randomNormal(length, { seed: 77 }));

const makers: Readonly<Record<string, Make>> = {
  "spectral, two sets": (_, args) => spectralDense({ phi: normal(1), ...args }),
  "spectral, one set": (_, args) => spectralDense({ phi: normal(2), eigenvalues: "one", ...args }),
  "spectral, φ trained": (_, args) =>
    spectralDense({ phi: normal(3), trainableGroups: ["lambdaIn", "lambdaOut", "phi", "bias"], ...args }),
  "spectral, φ alone trained, by its numbers": (n, args) =>
    spectralDense({ phi: numbers(n * args.units), trainableGroups: ["phi"], ...args }),
  "spectral, λ_out alone trained, no bias": (_, args) =>
    spectralDense({ phi: normal(4), trainableGroups: ["lambdaOut"], useBias: false, ...args }),
  "spectral, masked": (_, args) => spectralDense({ phi: normal(5), sparsity: 0.4, ...args }),
  "S-SVD": (_, args) => svdDense({ U: normal(6), V: normal(7), ...args }),
  "S-SVD, U and V by their numbers": (n, args) => {
    const k = Math.min(n, args.units);
    return svdDense({ U: numbers(args.units * k), V: numbers(n * k), ...args });
  },
  "S-SVD, masked": (_, args) => svdDense({ U: normal(8), V: normal(9), sparsity: 0.3, ...args }),
  "S-QR": (_, args) => qrDense({ Q: { kind: "q-of-normal", deviation: 1, seed: 10 }, ...args }),
  "S-QR, R alone trained": (_, args) => qrDense({ trainableGroups: ["R"], ...args }),
  "S-QR, masked": (_, args) => qrDense({ sparsity: 0.5, ...args }),
  "sparse dense": (_, args) => sparseDense({ sparsity: 0.6, ...args }),
  "sparse dense, nothing masked, no bias": (_, args) => sparseDense({ sparsity: 0, useBias: false, ...args }),
};

export interface LayerCase {
  readonly title: string;
  readonly inputs: number;
  readonly outputs: number;
  /** A new layer of the case. */
  readonly make: (args?: Partial<MappingArguments>) => Mapping;
}

/** Every kind of layer in every mode of training, from more to fewer nodes, from fewer to more, and to as many. */
export const layerCases: readonly LayerCase[] = Object.entries(makers).flatMap(([kind, make]) =>
  [
    [5, 3],
    [3, 5],
    [4, 4],
  ].map(([inputs, outputs]) => ({
    title: `${kind}, ${inputs} to ${outputs}`,
    inputs: inputs!,
    outputs: outputs!,
    make: (args: Partial<MappingArguments> = {}) =>
      make(inputs!, { inputShape: [inputs!], ...args, units: outputs! }),
  })),
);
