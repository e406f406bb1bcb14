import { any, flag, limit, oneOf, options, type OptionTable } from "@reciprocal/guards";
import type { PlainData } from "./plain-data.js";

/**
 * How a file holds the short lists of numbers of a network: eigenvalues, s and biases. `float32` as they are; `float16`
 * (IEEE 754 binary16) in half the bytes, each rounded to the nearest, a part in 2¹¹ at most from 6.1e-5 up to 65504.
 */
export type SpectraFormat = "float32" | "float16";

/** Options of everything that could make many numbers out of a few bytes. */
export interface MadeEntriesOptions {
  /**
   * Entries that all matrices which a file does not store may have together, in numbers of float32; default 2²⁸, 1 GiB.
   * A file that asks for more is refused before any is made. Of rows and columns that are selected from a matrix both
   * count, the whole matrix and the selection. Set it lower for untrusted files (they may take hours within the default), and
   * higher for a large network that you trust; then its readers must do so too.
   */
  readonly maxEntries?: number;
}

/** Options of everything that writes a network. */
export interface EncodeOptions extends MadeEntriesOptions {
  /**
   * How eigenvalues, s and biases are stored; default `float32`, exactly. `float16` halves their bytes and rounds them;
   * kernels, R and stored φ stay float32.
   */
  readonly spectra?: SpectraFormat;
}

/** Options of `encodeNetwork` and `networkToText`. */
export interface EncodeNetworkOptions extends EncodeOptions {
  /**
   * Goes into the file after the layers, for `decodeNetworkWithData`; readers of networks pass it over. At most 16 MiB
   * as JSON, lists and objects 32 deep. Default none.
   */
  readonly data?: PlainData;
}

/** Options of everything that reads a network. */
export interface DecodeOptions extends MadeEntriesOptions {
  /**
   * Make every matrix that the file names by its recipe and compare its digest; default true. `false` reads in
   * milliseconds, and a matrix is made when it is first used; that it is the one that was trained with is then not checked.
   */
  readonly verify?: boolean;
}

const madeEntriesTable = () =>
  ({ maxEntries: limit({ min: 0 }).default(2 ** 28) }) satisfies OptionTable<MadeEntriesOptions>;

/** The limit by itself. */
export const madeEntriesOptions = options(madeEntriesTable);

const encodeTable = () =>
  ({
    spectra: oneOf(["float32", "float16"]).default("float32"),
    ...madeEntriesTable(),
  }) satisfies OptionTable<EncodeOptions>;

/** The options of everything that writes a network. */
export const encodeOptions = options(encodeTable);

/** Those of the file of a network, which may hold more. */
export const encodeNetworkOptions = options(
  () => ({ ...encodeTable(), data: any<PlainData>().optional() }) satisfies OptionTable<EncodeNetworkOptions>,
);

/** The options of everything that reads one. */
export const decodeOptions = options(
  () =>
    ({
      verify: flag().default(true),
      ...madeEntriesTable(),
    }) satisfies OptionTable<DecodeOptions>,
);
