import { oneOf, ruleOf, type Rule } from "@reciprocal/guards";
import { trainableParameters, type FieldRole, type Network } from "@reciprocal/network";
import { adamOptions, adamRule, adamWOptions, type Adam, type AdamW } from "./adam.js";
import { adamaxOptions, adamaxRule, type Adamax } from "./adamax.js";
import { ofRole, type Filled } from "./by-role.js";
import type { Optimizer } from "./optimizer.js";
import { sgdOptions, sgdRule, type Sgd } from "./sgd.js";

/** Which update rule trains the network, as plain data. */
export type OptimizerOptions = Sgd | Adam | AdamW | Adamax;

/** The same with every setting filled in. */
export type OptimizerSettings = Filled<Sgd> | Filled<Adam> | Filled<AdamW> | Filled<Adamax>;

type Kind = OptimizerOptions["kind"];
type SettingsOf<K extends Kind> = Extract<OptimizerSettings, { readonly kind: K }>;

/** Every optimizer: what it takes, and its update rule. */
const optimizers = {
  sgd: { options: sgdOptions, rule: sgdRule },
  adam: { options: adamOptions, rule: adamRule },
  adamw: { options: adamWOptions, rule: adamRule },
  adamax: { options: adamaxOptions, rule: adamaxRule },
} satisfies {
  readonly [K in Kind]: { readonly options: object; readonly rule: (settings: SettingsOf<K>) => Optimizer };
};

const kindRule = () => oneOf(Object.keys(optimizers) as Kind[]);

/** An optimizer as the option of a function; its defaults are filled in. */
export const optimizerRule = (): Rule<OptimizerSettings> =>
  ruleOf("an optimizer", (where, name, value) => {
    const given = Object(value) as { readonly kind?: unknown };
    const kind = kindRule().read(where, `${name}.kind`, given.kind);
    return optimizers[kind].options.read(`${where}: ${name}`, given);
  });

/**
 * Makes an update rule.
 *
 * @throws {RangeError | TypeError} for a kind, a setting or a value that it does not take
 */
export function createOptimizer(options: OptimizerOptions): Optimizer {
  const settings = optimizerRule().read("createOptimizer", "optimizer", options);
  // the kind decides the settings, which the compiler cannot follow
  const rule = optimizers[settings.kind].rule as (settings: OptimizerSettings) => Optimizer;
  return rule(settings);
}

/** What an optimizer does with the groups of one role: their learning rate before the schedule, and their weight decay. */
export interface GroupRates {
  readonly learningRate: number;
  readonly weightDecay: number;
}

export function groupRates(settings: OptimizerSettings, role: FieldRole): GroupRates {
  return {
    learningRate: ofRole(settings.learningRate, role),
    weightDecay: settings.kind === "adamw" ? ofRole(settings.weightDecay, role) : 0,
  };
}

/** The highest learning rate of a group that trains, before the schedule; 0 if none does. */
export function highestRate(network: Network, settings: OptimizerSettings): number {
  return Math.max(
    0,
    ...trainableParameters(network).map(({ role }) => groupRates(settings, role).learningRate),
  );
}
