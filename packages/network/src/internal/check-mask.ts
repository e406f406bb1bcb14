import { ShapeError } from "@reciprocal/spectral";
import type { MappingLayer } from "../network.js";

/**
 * @throws {ShapeError} unless the layer's mask is absent or a Uint8Array with one number per weight
 * @throws {RangeError} where one of them is neither 0 nor 1
 */
export function checkMask(where: string, { mask, inputs, outputs }: MappingLayer): void {
  if (mask === undefined) return;
  if (!(mask instanceof Uint8Array && mask.length === inputs * outputs)) {
    throw new ShapeError(`${where}: mask must be a Uint8Array of ${outputs}×${inputs} values`);
  }
  const index = mask.findIndex((value) => value > 1);
  if (index === -1) return;
  throw new RangeError(`${where}: mask must be 0 or 1, got ${mask[index]} at index ${index}`);
}
