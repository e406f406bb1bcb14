import { check, integer, number, oneOf, show } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { type Shape, shapeSize } from "../shape.js";
import { kindOf, type Layer, settingRules } from "./index.js";
import type { Choice, Settings } from "./kind.js";

/**
 * The shape of what leaves a layer if `input` arrives, once all that the layer has besides its fields was checked.
 *
 * @throws {ShapeError} if the layer takes another shape, or a mask has another size
 * @throws {RangeError} for a size, share or bit out of range
 * @throws {TypeError} for a kind or choice that is not known, or what another choice would need
 */
export function checkedOutputShape(where: string, layer: Layer, input: Shape): Shape {
  const kind = kindOf(where, layer);
  const settings = layer as Settings<Layer>;
  let arriving: readonly [name: string, count: number] | undefined;
  const values = layer as unknown as Readonly<Record<string, unknown>>;
  for (const [name, rule] of settingRules(kind)) {
    const value = values[name];
    switch (rule.storage) {
      case "arriving":
        arriving = [name, check(integer({ min: 1 }), where, name, value)];
        break;
      case "size":
        check(integer({ min: 1 }), where, name, value);
        break;
      case "share":
        if (value !== undefined) check(number({ min: 0, below: 1 }), where, name, value);
        break;
      case "bits":
        if (value !== undefined) checkBits(where, name, value, rule.shape(settings));
        break;
      case "sizes":
        if (value !== undefined) checkSizes(where, name, value, rule.count);
        break;
      case "fraction":
        if (value === undefined) break;
        check(number({ min: 0, max: 1 }), where, name, value);
        checkChoice(where, name, values, rule.only);
        break;
      case "choice":
        check(oneOf(Object.keys(rule.codes)), where, name, value);
    }
  }
  // last, so that a wrong size is named as such
  if (arriving && arriving[1] !== shapeSize(input)) {
    throw new ShapeError(
      `${where}: ${arriving[0]} must be ${shapeSize(input)}, what arrives at the layer, got ${arriving[1]}`,
    );
  }
  kind.check?.(where, settings);
  return kind.outputShape(layer, input);
}

function checkSizes(where: string, name: string, sizes: unknown, count: number): void {
  if (!(Array.isArray(sizes) && sizes.length === count)) {
    throw new TypeError(`${where}: ${name} must be an array of ${count} sizes, got ${show(sizes)}`);
  }
  for (const size of sizes) check(integer({ min: 1 }), where, name, size);
}

function checkChoice(
  where: string,
  name: string,
  values: Readonly<Record<string, unknown>>,
  { setting, choice }: Choice,
): void {
  if (values[setting] === choice) return;
  throw new TypeError(
    `${where}: ${name} is for the ${setting} ${choice} alone, got it with ${String(values[setting])}`,
  );
}

function checkBits(where: string, name: string, bits: unknown, shape: Shape): void {
  if (!(bits instanceof Uint8Array && bits.length === shapeSize(shape))) {
    throw new ShapeError(`${where}: ${name} must be a Uint8Array of ${shape.join("×")} values`);
  }
  const index = bits.findIndex((value) => value > 1);
  if (index === -1) return;
  throw new RangeError(`${where}: ${name} must be 0 or 1, got ${bits[index]} at index ${index}`);
}
