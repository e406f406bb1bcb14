import { UsageError } from "./usage-error.js";

/** A whole number of at least `min`, or undefined if the option is not given. */
export function wholeNumber(option: string, text: string | undefined, min: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= min))
    throw new UsageError(`${option} must be a whole number of at least ${min}, got "${text}"`);
  return value;
}

/** Whole numbers with commas between them. */
export function wholeNumbers(option: string, text: string | undefined, min: number): number[] | undefined {
  return text?.split(",").map((part) => wholeNumber(option, part.trim(), min)!);
}

/** A number above 0. */
export function positiveNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(Number.isFinite(value) && value > 0))
    throw new UsageError(`${option} must be a number above 0, got "${text}"`);
  return value;
}

/** A share such as 20%, or 0.2, as a fraction of 1. */
export function share(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, percent] = /^(\d+(?:\.\d+)?) ?%$/.exec(text) ?? [];
  const value = percent === undefined ? (/^[\d.]+$/.test(text) ? Number(text) : NaN) : Number(percent) / 100;
  if (!(value >= 0 && value <= 1))
    throw new UsageError(`${option} must be a share such as 20% or 0.2, got "${text}"`);
  return value;
}

/** Words with commas between them. */
export function words(option: string, text: string | undefined): string[] | undefined {
  const list = text?.split(",").map((word) => word.trim());
  if (list?.includes(""))
    throw new UsageError(`${option} must be names with commas between them, got "${text}"`);
  return list;
}

/** Height and width, `28x28`. */
export function imageSize(option: string, text: string | undefined): readonly [number, number] | undefined {
  if (text === undefined) return undefined;
  const [, height, width] = /^([1-9]\d*)[x×]([1-9]\d*)$/.exec(text) ?? [];
  if (height === undefined)
    throw new UsageError(`${option} must be height x width such as 28x28, got "${text}"`);
  return [Number(height), Number(width)];
}
