import { checkOptions } from "../internal/check-options.js";
import type { OptimizerOptions } from "./optimizer.js";

const moments = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** The settings of every kind, as the options document them. */
const defaults: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  sgd: { learningRate: 0.01, momentum: 0 },
  adam: moments,
  adamw: { ...moments, weightDecay: 0.01 },
  adamax: moments,
} satisfies { [Kind in OptimizerOptions["kind"]]: SettingsOf<Kind> };

type SettingsOf<Kind> = Omit<Required<Extract<OptimizerOptions, { readonly kind: Kind }>>, "kind">;

interface Range {
  readonly has: (value: number) => boolean;
  readonly text: string;
}
const positive: Range = { has: (x) => x > 0, text: "above 0" };
const share: Range = { has: (x) => 0 <= x && x < 1, text: "in [0, 1)" };
const ranges: Readonly<Record<string, Range>> = {
  learningRate: positive,
  momentum: share,
  beta1: share,
  beta2: share,
  epsilon: positive,
  weightDecay: { has: (x) => x >= 0, text: "at least 0" },
};

/**
 * An update rule with all its settings, defaults filled in.
 *
 * @throws {RangeError | TypeError} for a kind, a setting or a value that it does not take
 */
export function optimizerSettings(options: OptimizerOptions): Required<OptimizerOptions> {
  const { kind, ...given }: { readonly kind: string } & Readonly<Record<string, unknown>> = { ...options };
  const known = Object.hasOwn(defaults, kind) ? defaults[kind]! : undefined;
  if (!known) {
    const kinds = Object.keys(defaults).join(", ");
    throw new RangeError(`optimizer: kind must be one of ${kinds}, got ${String(kind)}`);
  }
  checkOptions("optimizer", given, ["kind", ...Object.keys(known)]);
  const settings = Object.entries(known).map(([name, fallback]): [string, number] => {
    const value = given[name] === undefined ? fallback : given[name];
    const { has, text } = ranges[name]!;
    if (typeof value === "number" && Number.isFinite(value) && has(value)) return [name, value];
    throw new RangeError(
      `optimizer: ${name} must be ${text}, got ${typeof value === "number" ? value : typeof value}`,
    );
  });
  // the kind decides the names, which the compiler cannot follow
  return { kind, ...Object.fromEntries(settings) } as Required<OptimizerOptions>;
}
