import { enumerate, printable, show } from "@reciprocal/guards";
import { layerFields } from "./layer-fields.js";
import type { Layer, ParameterName } from "./kinds/index.js";
import type { FieldRole } from "./kinds/kind.js";
import type { Network } from "./network.js";
import { trainableFlags, validateNetwork } from "./validate-network.js";
import { withLayers } from "./with-layers.js";

/**
 * What is to train:
 * - `eigenvalues`: λ_in and λ_out train, phi, s, R and dense kernels do not; biases stay as they were
 * - `eigenvectors`: phi, s, R and dense kernels train, λ_in and λ_out do not; biases stay as they were
 * - `all`, `none`: every group, bias included
 * - a record: the named groups, in every layer that has them; the others stay as they were
 */
export type TrainableChoice =
  "eigenvalues" | "eigenvectors" | "all" | "none" | Readonly<Partial<Record<ParameterName, boolean>>>;

/** What each named choice makes of a role; undefined leaves the flag as it was. */
const choices: Readonly<Record<string, Readonly<Partial<Record<FieldRole, boolean>>>>> = {
  eigenvalues: { eigenvalues: true, eigenvectors: false, kernel: false },
  eigenvectors: { eigenvalues: false, eigenvectors: true, kernel: true },
  all: { eigenvalues: true, eigenvectors: true, kernel: true, bias: true },
  none: { eigenvalues: false, eigenvectors: false, kernel: false, bias: false },
};

/**
 * The same network with other groups of numbers trainable; all numbers are shared. U, V and Q never train.
 *
 * A spectral layer made with one set of eigenvalues is one whose λ_in does not train; `eigenvalues` and `all` make it
 * a layer of two sets. To keep it at one, pass a record: `{ lambdaOut: true, phi: false }`.
 *
 * @param network - not modified
 * @param choice - which groups are to train: a word for all layers, or a record of groups
 * @throws {TypeError} for a choice that is not known, or a flag that is not a boolean
 * @throws {RangeError} for a record that names a group that no layer has
 *
 * @example
 * import { countParameters, createNetwork, withTrainable } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10 }] });
 * console.log(countParameters(network), countParameters(withTrainable(network, "all")));
 * // => 804 8644
 */
export function withTrainable(network: Network, choice: TrainableChoice): Network {
  validateNetwork(network);
  if (typeof choice === "string" && !Object.hasOwn(choices, choice)) {
    throw new TypeError(
      `withTrainable: choice must be ${Object.keys(choices).join(", ")} or a record, got ${choice}`,
    );
  }
  const groups = network.layers.map((layer) =>
    layerFields(layer).flatMap(({ name, role, trains }) =>
      trains ? [{ name: name as ParameterName, role }] : [],
    ),
  );
  if (typeof choice !== "string") checkRecord(choice, new Set(groups.flat().map(({ name }) => name)));

  const layers = network.layers.map((layer, index) => {
    const flags = { ...trainableFlags(layer) };
    for (const { name, role } of groups[index]!) {
      const flag = typeof choice === "string" ? choices[choice]![role] : choice[name];
      if (flag !== undefined) flags[name] = flag;
    }
    // the names in `flags` are those of the layer's own groups, which the compiler cannot follow
    return "trainable" in layer ? ({ ...layer, trainable: flags } as Layer) : layer;
  });
  return withLayers(network, layers);
}

function checkRecord(record: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): void {
  for (const [name, flag] of Object.entries(record)) {
    if (typeof flag !== "boolean") {
      throw new TypeError(`withTrainable: ${printable(name, 60)} must be true or false, got ${show(flag)}`);
    }
    if (!names.has(name)) {
      throw new RangeError(
        `withTrainable: the network has ${enumerate([...names], String)}, got ${printable(name, 60)}`,
      );
    }
  }
}
