import { checkOptions } from "../../internal/check-options.js";
import type { EncodeOptions } from "../encode-network.js";
import type { SpectraFormat } from "../spectra-format.js";
import { spectraCodes } from "./codes.js";

/**
 * The format that options ask for, float32 where they do not.
 *
 * @throws {TypeError} for another option, or a format that files do not know
 */
export function checkSpectra(where: string, options: EncodeOptions): SpectraFormat {
  checkOptions(where, options, ["spectra"]);
  const { spectra = "float32" } = options;
  if (Object.hasOwn(spectraCodes, spectra)) return spectra;
  throw new TypeError(
    `${where}: spectra must be one of ${Object.keys(spectraCodes).join(", ")}, got ${String(spectra)}`,
  );
}
