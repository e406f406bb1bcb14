import { enumerate, isRecord, quote, show } from "@reciprocal/guards";
import type { io } from "@tensorflow/tfjs-core";

/** Bytes of each number, by the name of its type. Models have no other types. */
const widths = new Map([
  ["float32", 4],
  ["int32", 4],
  ["bool", 1],
]);

/** The same of weights that the converter of TensorFlow.js has quantized. */
const quantizedWidths = new Map([
  ["uint8", 1],
  ["uint16", 2],
  ["float16", 2],
]);

/**
 * Checks what a file says of its weights before anything is read by it.
 *
 * @returns the bytes that they take
 * @throws {TypeError} naming the weight
 */
export function checkWeightSpecs(specs: unknown): asserts specs is io.WeightsManifestEntry[] {
  if (!Array.isArray(specs)) throw new TypeError(`weights must be a list, got ${show(specs)}`);
  const names = new Set<string>();
  for (const [index, spec] of (specs as unknown[]).entries()) {
    const name = isRecord(spec) ? spec["name"] : undefined;
    if (!isRecord(spec) || typeof name !== "string" || name === "" || name in Object.prototype) {
      throw new TypeError(
        `weight ${index} must be an object with a name, got ${show(isRecord(spec) ? name : spec)}`,
      );
    }
    if (names.has(name)) throw new TypeError(`each weight must be listed once, got ${quote(name)} twice`);
    names.add(name);
    checkSpec(`weight ${quote(name)}`, spec);
  }
}

function checkSpec(where: string, { shape, dtype, quantization, ...rest }: Record<string, unknown>): void {
  const isSize = (size: unknown) => Number.isSafeInteger(size) && (size as number) >= 0;
  if (!(Array.isArray(shape) && shape.every(isSize) && Number.isSafeInteger(product(shape as number[])))) {
    const got = Array.isArray(shape) ? `[${enumerate(shape, show, 8)}]` : show(shape);
    throw new TypeError(`${where}: shape must be a list of sizes, got ${got}`);
  }
  if (!widths.has(dtype as string)) {
    throw new TypeError(
      `${where}: dtype must be one of ${[...widths.keys()].join(", ")}, got ${show(dtype)}`,
    );
  }
  const { group } = rest;
  if (group !== undefined && group !== "model" && group !== "optimizer") {
    throw new TypeError(`${where}: group must be model or optimizer, got ${show(group)}`);
  }
  if (quantization !== undefined) checkQuantization(`${where}: quantization`, dtype as string, quantization);
}

function checkQuantization(where: string, dtype: string, quantization: unknown): void {
  const { dtype: stored, scale, min } = isRecord(quantization) ? quantization : {};
  if (!quantizedWidths.has(stored as string)) {
    const known = [...quantizedWidths.keys()].join(", ");
    throw new TypeError(
      `${where} must have the dtype ${known}, got ${show(isRecord(quantization) ? stored : quantization)}`,
    );
  }
  const allowed = stored === "float16" ? ["float32"] : ["float32", "int32"];
  if (!allowed.includes(dtype)) {
    throw new TypeError(
      `${where} to ${show(stored)} must be of weights of ${allowed.join(" or ")}, got ${dtype}`,
    );
  }
  if (stored !== "float16" && !(Number.isFinite(scale) && Number.isFinite(min))) {
    throw new TypeError(`${where} must have a finite scale and min, got ${show(scale)} and ${show(min)}`);
  }
}

/** Bytes of weights that `checkWeightSpecs` accepts. */
export function byteLength(specs: readonly io.WeightsManifestEntry[]): number {
  return specs.reduce((sum, { shape, dtype, quantization }) => {
    const width = quantization ? quantizedWidths.get(quantization.dtype) : widths.get(dtype);
    return sum + width! * product(shape);
  }, 0);
}

function product(shape: readonly number[]): number {
  return shape.reduce((sum, size) => sum * size, 1);
}
