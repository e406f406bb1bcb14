import { computed, shallowRef, type ComputedRef } from "vue";
import { createPlainPredictor, encodeNetwork, type Network, type PlainPredictor } from "@reciprocal/network";
import { readNetwork } from "../read-network.js";
import { imageSide } from "./center-digit.js";
import { shareMatrices } from "./share-matrices.js";

/** Where a network comes from. */
export type Origin =
  { readonly kind: "built-in" | "link" | "trained" } | { readonly kind: "file"; readonly name: string };

/** What was done to a network since. */
export interface Changes {
  /** Percentage of the hidden nodes that were removed. */
  readonly removed: number;
  /** Whether the visitor moved eigenvalues. */
  readonly moved: boolean;
}

/** The one network that the page shows, asks, saves and puts into links. */
export interface CurrentNetwork {
  readonly network: Network;
  readonly origin: Origin;
  readonly changes: Changes;
  /** As it was before nodes were removed; the network itself if none were. */
  readonly whole: CurrentNetwork;
  /** The compact file; made when it is first asked for. */
  readonly bytes: () => Uint8Array;
  /** Answers without an engine; made when it is first asked for. */
  readonly predictor: () => PlainPredictor;
}

/** Images of MNIST's size; the data of a visitor may have other classes than the ten digits. */
const fit = { inputs: imageSide * imageSide, outputs: [2, 100] } as const;

export interface Current {
  /** Nothing until a network is here. */
  readonly current: ComputedRef<CurrentNetwork | undefined>;
  /**
   * Shows another network, from the bytes of a file or the text of a link.
   *
   * @throws {Error} in words for the visitor if it is broken or reads no images of this size; the one before stays
   */
  readonly show: (source: Uint8Array | string, origin: Origin) => void;
  /** Shows what is left of `whole` without that percentage of its hidden nodes; `bytes` are those of the rest. */
  readonly showPruned: (whole: CurrentNetwork, bytes: Uint8Array, removed: number) => void;
  /** Shows the network with other numbers. */
  readonly showMoved: (network: Network) => void;
  /** Shows a network again that was shown before. */
  readonly showAgain: (before: CurrentNetwork) => void;
}

/** Holds the current network. It is read and run by plain TypeScript: no engine is loaded for it. */
export function useCurrent(): Current {
  const current = shallowRef<CurrentNetwork>();

  /** A network that was read; matrices that it shares with the one before are not made again. */
  function read(source: Uint8Array | string, verify: boolean): Network {
    return shareMatrices(readNetwork(source, fit, { verify }), current.value?.network);
  }

  return {
    current: computed(() => current.value),
    show(source, origin) {
      const network = read(source, origin.kind === "link" || origin.kind === "file");
      const bytes = typeof source === "string" ? undefined : source;
      current.value = entry({ network, bytes, origin, changes: { removed: 0, moved: false } });
    },
    showPruned(whole, bytes, removed) {
      const { origin, changes } = whole;
      const pruned = { network: read(bytes, false), bytes, origin, changes: { ...changes, removed }, whole };
      current.value = removed === 0 ? whole : entry(pruned);
    },
    showMoved(network) {
      const { origin, changes } = current.value!;
      current.value = entry({ network, origin, changes: { ...changes, moved: true } });
    },
    showAgain: (before) => void (current.value = before),
  };
}

interface EntryParts extends Pick<CurrentNetwork, "network" | "origin" | "changes"> {
  readonly bytes?: Uint8Array | undefined;
  readonly whole?: CurrentNetwork;
}

function entry({ network, origin, changes, bytes, whole }: EntryParts): CurrentNetwork {
  let [file, predictor]: [Uint8Array | undefined, PlainPredictor | undefined] = [bytes, undefined];
  const made: CurrentNetwork = {
    ...{ network, origin, changes },
    bytes: () => (file ??= encodeNetwork(network)),
    predictor: () => (predictor ??= createPlainPredictor(network)),
    get whole() {
      return whole ?? made;
    },
  };
  return made;
}
