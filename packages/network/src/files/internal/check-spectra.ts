import type { SpectraFormat } from "../spectra-format.js";
import { spectraCodes } from "./codes.js";

/** @throws {TypeError} unless `spectra` is a format that files know */
export function checkSpectra(where: string, spectra: SpectraFormat): void {
  if (Object.hasOwn(spectraCodes, spectra)) return;
  throw new TypeError(
    `${where}: spectra must be one of ${Object.keys(spectraCodes).join(", ")}, got ${String(spectra)}`,
  );
}
