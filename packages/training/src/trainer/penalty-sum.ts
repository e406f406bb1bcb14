import { absolute, add, reduceSum, scalar, scale, square, type Value } from "@reciprocal/graph";
import type { LoweredMapping } from "@reciprocal/onnx";
import type { Penalty, PenaltySettings } from "../penalties.js";

/** The sum of all penalties, a scalar; undefined if there are none. */
export function penaltySum(
  settings: PenaltySettings,
  mappings: readonly LoweredMapping[],
): Value | undefined {
  const { kernels, eigenvalues, eigenvectors } = settings;
  const named = (...names: readonly string[]) =>
    mappings.flatMap(({ parameters }) =>
      parameters.filter(({ name }) => names.includes(name)).map(({ input }) => input),
    );
  const terms = [
    ...penaltyTerms(kernels, () => mappings.map((mapping) => mapping.kernel())),
    ...penaltyTerms(eigenvalues, () => named("lambdaIn", "lambdaOut")),
    ...penaltyTerms(eigenvectors, () => named("phi", "s", "R")),
  ];
  return terms.length > 0 ? terms.reduce((sum, term) => add(sum, term), scalar(0)) : undefined;
}

function penaltyTerms({ l1, l2 }: Required<Penalty>, values: () => readonly Value[]): Value[] {
  if (l1 === 0 && l2 === 0) return [];
  return values().flatMap((value) => [
    ...(l1 > 0 ? [scale(reduceSum(absolute(value)), l1)] : []),
    ...(l2 > 0 ? [scale(reduceSum(square(value)), l2)] : []),
  ]);
}
