import {
  decodeNetwork,
  decodeNetworkWithData,
  encodeNetwork,
  FileFormatError,
  type NetworkWithData,
} from "@reciprocal/network";
import { networks } from "@reciprocal/test-networks";
import { damaged } from "../damage/bytes.js";
import { isSealed, resealed } from "../damage/seal.js";
import { checkError } from "../judge.js";
import { mustHold, type Target } from "../target.js";
import { checkNetwork, maxEntries, networkMemory, sameNetwork } from "./check-network.js";

const data = { name: "iris", list: [1, 2.5, -0, null, true], nested: { a: { b: ["text"] } } };

/** Valid compact files of every kind of network, with spectra as float16 and with plain data in some. */
export const networkFiles: readonly Uint8Array[] = Object.values(networks).map((network, index) =>
  encodeNetwork(network, {
    spectra: index % 3 === 0 ? "float16" : "float32",
    ...(index % 4 === 0 && { data }),
  }),
);

const permits = (error: Error) => error instanceof FileFormatError;

export const networkFile: Target<NetworkWithData> = {
  name: "network-file",
  inputs: damaged(networkFiles, resealed),
  read: (bytes) => decodeNetworkWithData(bytes, { verify: false, maxEntries }),
  permits,
  memory: networkMemory,
  check({ network, data }, bytes) {
    mustHold(isSealed(bytes), "must refuse a file whose digest is another");
    mustHold(Object.isFrozen(network) && Object.isFrozen(network.layers), "must be frozen");
    const isMade = checkNetwork(network, data) !== undefined;
    try {
      const verified = decodeNetwork(bytes, { maxEntries });
      mustHold(isMade, "must refuse a matrix that cannot be made");
      mustHold(sameNetwork(verified, network), "must be the same network if it is verified");
    } catch (error) {
      checkError({ permits }, error); // a digest of a matrix that is not the one of its recipe
    }
  },
};
