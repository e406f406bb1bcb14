import { absolute, add, reduceSum, scalar, scale, square, type Value } from "@reciprocal/graph";
import { parameterKey, parameters, type FieldRole, type Network } from "@reciprocal/network";
import type { LoweredMapping } from "@reciprocal/onnx";
import type { Penalty, PenaltySettings } from "../penalties.js";

/** The sum of all penalties, a scalar; undefined if there are none. */
export function penaltySum(
  { kernels, eigenvalues, eigenvectors }: PenaltySettings,
  network: Network,
  mappings: readonly LoweredMapping[],
): Value | undefined {
  const roles = new Map(parameters(network).map((parameter) => [parameterKey(parameter), parameter.role]));
  const withRole = (role: FieldRole) =>
    mappings.flatMap((mapping) =>
      mapping.parameters.filter((id) => roles.get(parameterKey(id)) === role).map(({ input }) => input),
    );
  const terms = [
    ...penaltyTerms(kernels, () => mappings.map((mapping) => mapping.kernel())),
    ...penaltyTerms(eigenvalues, () => withRole("eigenvalues")),
    ...penaltyTerms(eigenvectors, () => withRole("eigenvectors")),
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
