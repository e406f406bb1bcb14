import type { MatrixSource, Network } from "@reciprocal/network";

/**
 * The network with the matrices of another where both name the same ones by seed. A matrix that is made from a seed is
 * kept with the object that names it (`materialize`), so what training only changes in its eigenvalues needs no new φ.
 */
export function shareMatrices(network: Network, other: Network | undefined): Network {
  const known = new Map(sourcesOf(other).map((source) => [nameOf(source), source]));
  if (known.size === 0) return network;
  const layers = network.layers.map((layer) =>
    Object.fromEntries(
      Object.entries(layer).map(([field, value]) => [
        field,
        isMade(value) ? (known.get(nameOf(value)) ?? value) : (value as unknown),
      ]),
    ),
  );
  // the same fields, some of them with equal objects
  return { ...network, layers: layers as unknown as Network["layers"] };
}

function sourcesOf(network: Network | undefined): MatrixSource[] {
  return (network?.layers ?? []).flatMap((layer) => Object.values(layer).filter(isMade));
}

/** Whether a field of a layer is a matrix that is made from a seed. */
function isMade(value: unknown): value is MatrixSource {
  return typeof value === "object" && value !== null && ("recipe" in value || "selection" in value);
}

/** Everything that says which matrix it is. */
function nameOf(source: MatrixSource): string {
  return JSON.stringify(source, (_, value: unknown) =>
    value instanceof Uint32Array ? Array.from(value) : value,
  );
}
