import type { Network } from "@reciprocal/network";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { show } from "@reciprocal/guards";

/** Ways from what came to what is needed. */
const advice: Readonly<Record<string, string>> = {
  "a promise": "await it",
  "a layers model": "make a network of it: await fromLayersModel(model)",
  "a network": "toLayersModel makes a model of it",
};

/**
 * Tells a model, a network and the promise of one apart, which have much the same names.
 *
 * @throws {TypeError} for one of the others, or something else, with what to do about it
 */
export function checkIs(
  needed: "a layers model" | "a network",
  caller: string,
  value: LayersModel | Network,
): void {
  const got = kindOf(value);
  // how a network may be malformed is told better by who validates it
  if (got === needed || (needed === "a network" && got === "an object")) return;
  const hint = advice[got];
  throw new TypeError(`${caller}: needs ${needed}, got ${got}${hint ? `; ${hint}` : ""}`);
}

function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return show(value);
  if ("then" in value) return "a promise";
  if ("getClassName" in value && "inputs" in value && "outputs" in value) return "a layers model";
  return "inputShape" in value && "layers" in value ? "a network" : "an object";
}
