import { computed, shallowRef, type ComputedRef } from "vue";
import { encodeNetwork, type Network } from "@reciprocal/network";
import { readNetwork } from "../read-network.js";
import { createAnswering, type Answering, type Spectrum } from "./answering.js";
import { imageSide } from "./center-digit.js";
import { shareMatrices } from "./share-matrices.js";

/** Where a network comes from. */
export type Origin =
  { readonly kind: "built-in" | "link" | "trained" } | { readonly kind: "file"; readonly name: string };

/** What was done to a network since. */
export interface Changes {
  /** Percentage of the hidden nodes that were removed, altogether. */
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
  /** The network before the visitor moved eigenvalues; the network itself if none were moved. */
  readonly unmoved: CurrentNetwork;
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
  /** What answers for the current network, without an engine; made when it is first asked for. */
  readonly answering: () => Answering | undefined;
  /** Changes one eigenvalue of the first layer. */
  readonly move: (spectrum: Spectrum, index: number, value: number) => void;
  /** Takes all moves back. */
  readonly takeBack: () => void;
}

/** Holds the current network. It is read and run by plain TypeScript: no engine is loaded for it. */
export function useCurrent(): Current {
  const current = shallowRef<CurrentNetwork>();
  /** What answers, and for which network: moves change it in place. */
  let ready: { readonly owner: CurrentNetwork; readonly answering: Answering } | undefined;

  function answering(): Answering | undefined {
    const owner = current.value;
    if (owner && ready?.owner !== owner) ready = { owner, answering: createAnswering(owner.network) };
    return owner && ready!.answering;
  }

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
      if (removed === 0) return void (current.value = whole);
      const { origin, changes } = whole;
      const altogether = 100 - ((100 - changes.removed) * (100 - removed)) / 100; // nodes may have gone before
      const network = read(bytes, false);
      current.value = entry({ network, bytes, origin, changes: { ...changes, removed: altogether }, whole });
    },
    answering,
    move(spectrum, index, value) {
      const { origin, changes, unmoved } = current.value!;
      const own = answering()!;
      if (!own.first) throw new Error("This network has no eigenvalues in its first layer.");
      const network = own.first.move(spectrum, index, value);
      const owner = entry({ network, origin, changes: { ...changes, moved: true }, unmoved });
      ready = { owner, answering: own };
      current.value = owner;
    },
    takeBack: () => void (current.value = current.value?.unmoved),
  };
}

interface EntryParts extends Pick<CurrentNetwork, "network" | "origin" | "changes"> {
  readonly bytes?: Uint8Array | undefined;
  readonly whole?: CurrentNetwork;
  readonly unmoved?: CurrentNetwork;
}

function entry({ network, origin, changes, bytes, whole, unmoved }: EntryParts): CurrentNetwork {
  let file = bytes;
  const made: CurrentNetwork = {
    ...{ network, origin, changes },
    bytes: () => (file ??= encodeNetwork(network)),
    get whole() {
      return whole ?? made;
    },
    get unmoved() {
      return unmoved ?? made;
    },
  };
  return made;
}
