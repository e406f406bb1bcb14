import { checkOptions } from "../../internal/check-options.js";
import type { DecodeOptions } from "../decode-network.js";

/**
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} unless `mostEntries` is absent or a number of at least 0
 */
export function checkDecodeOptions(where: string, options: DecodeOptions): void {
  checkOptions(where, options, ["verify", "mostEntries"]);
  const { mostEntries = Infinity } = options;
  if (typeof mostEntries === "number" && mostEntries >= 0) return;
  throw new RangeError(`${where}: mostEntries must be a number of at least 0, got ${String(mostEntries)}`);
}
