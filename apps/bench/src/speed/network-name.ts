import { UsageError } from "@reciprocal/sweeps";
import { listOf, type Reader } from "../options.js";

/** Reads `784-1000-10` into its layer sizes. @throws {UsageError} for anything else */
export function layerSizes(option: string, name: string): number[] {
  if (/^[1-9]\d{0,6}(-[1-9]\d{0,6})+$/.test(name)) return name.split("-").map(Number);
  throw new UsageError(`${option}: needs layer sizes such as 784-1000-10, got ${JSON.stringify(name)}`);
}

/** Layer sizes, such as `784-1000-10`. */
export const networkName: Reader<string> = (text, option) => layerSizes(option, text).join("-");

/** A list of them; `none` is the empty list. */
export const networkNames: Reader<string[]> = Object.assign(
  (text: string, option: string) => (text === "none" ? [] : listOf(networkName)(text, option)),
  { isList: true as const },
);
