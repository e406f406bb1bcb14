import {
  decodeNetwork,
  encodeNetwork,
  forward,
  inputSize,
  isMapping,
  layerFields,
  type MatrixSource,
  type Network,
  parameters,
  type PlainData,
  validateNetwork,
} from "@reciprocal/network";
import { samplesOf } from "@reciprocal/test-networks";
import { mustHold } from "../target.js";

/** Entries that matrices may have together which a file does not store: few, so that millions of files are read. */
export const maxEntries = 2000;

/** Bytes that reading a file may allocate: some for every byte of it, and a network of `maxEntries`. */
export const networkMemory = (input: Uint8Array): number => 200 * input.length + 300 * maxEntries + 16e6;

/**
 * What must hold of every network that was read, whatever the file: it is one, is bounded, computes, and can be written.
 *
 * @returns its bytes; undefined if a matrix of it cannot be made, which only a reader that verifies finds out
 */
export function checkNetwork(network: Network, data?: PlainData): Uint8Array | undefined {
  validateNetwork(network);
  mustHold(
    madeEntries(network) <= maxEntries,
    `must make at most ${maxEntries} entries, makes ${madeEntries(network)}`,
  );
  const options = data === undefined ? {} : { data };
  let bytes: Uint8Array;
  try {
    bytes = encodeNetwork(network, options);
  } catch (error) {
    // settings that are finite one by one can still make a matrix that is none: then the file is not verified either
    mustHold(cannotBeMade(error) && madeEntries(network) > 0, `must be written again, got ${String(error)}`);
    return undefined;
  }
  const again = encodeNetwork(decodeNetwork(bytes), options);
  mustHold(Buffer.compare(bytes, again) === 0, "must be the same after it was written and read again");
  for (const { layer, name, values } of parameters(network)) {
    mustHold(values.every(Number.isFinite), `must have finite numbers in ${name} of layer ${layer}`);
  }
  // a size of what arrives costs nothing in a file
  if (inputSize(network) <= 10_000) forward(network, samplesOf(network, 1));
  return bytes;
}

/** Whether two networks are the same, bit for bit. */
export function sameNetwork(a: Network, b: Network): boolean {
  return Buffer.compare(encodeNetwork(a), encodeNetwork(b)) === 0;
}

function cannotBeMade(error: unknown): boolean {
  return error instanceof Error && /finite|converge|factor/i.test(error.message);
}

/** The numbers that reading and using a network makes beyond those that its file stores. */
function madeEntries({ layers }: Network): number {
  const entries = ({ rows, columns }: { rows: number; columns: number }) => rows * columns;
  const sources = layers
    .filter(isMapping)
    .flatMap((layer) => layerFields(layer))
    .flatMap(({ storage, content }) => (storage === "matrix" ? [content as MatrixSource] : []));
  return sources.reduce((sum, source) => {
    if ("values" in source) return sum;
    return sum + entries(source) + ("selection" in source ? entries(source.selection.of) : 0);
  }, 0);
}
