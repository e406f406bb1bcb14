import type { ActivationFunction } from "./activation.js";
import type { ActivationLayer } from "./kinds/activation.js";
import { checkedOutputShape } from "./kinds/check-settings.js";

/**
 * The layer for what stands after a mapping; none if that is linear, which a mapping is anyway.
 *
 * @throws {TypeError | RangeError} for an activation that is not known, or a slope that is wrong or has no place
 */
export function activationLayers(
  where: string,
  { activation = "linear", slope }: Partial<ActivationFunction>,
): ActivationLayer[] {
  const layer: ActivationLayer = { kind: "activation", activation, ...(slope !== undefined && { slope }) };
  checkedOutputShape(where, layer, [1]);
  return activation === "linear" ? [] : [layer];
}
