import {
  isObject,
  number,
  options,
  ruleOf,
  type Bounds,
  type OptionTable,
  type Rule,
} from "@reciprocal/guards";
import type { FieldRole } from "@reciprocal/network";

/** The roles of numbers that may train: `basis` never does. */
export type TrainedRole = Exclude<FieldRole, "basis">;

/** One number for each role of trained numbers; those that are left out keep their defaults. */
export type ByRole = { readonly [Role in TrainedRole]?: number };

/** Options with every default filled in. */
export type Filled<O> = {
  readonly [K in keyof O]-?: ByRole extends O[K]
    ? Exclude<O[K], ByRole | undefined> | Required<ByRole>
    : Exclude<O[K], undefined>;
};

/** The number for one role. */
export function ofRole(value: number | Required<ByRole>, role: FieldRole): number {
  if (typeof value === "number") return value;
  if (role === "basis") return 0; // never trains
  return value[role];
}

/** A number for all roles, or numbers by role with defaults for those left out; `ofRole` reads both. */
export function byRole(bounds: Bounds, defaults: Required<ByRole>): Rule<number | Required<ByRole>> {
  const table = options(
    () =>
      ({
        eigenvalues: number(bounds).default(defaults.eigenvalues),
        eigenvectors: number(bounds).default(defaults.eigenvectors),
        kernel: number(bounds).default(defaults.kernel),
        bias: number(bounds).default(defaults.bias),
      }) satisfies OptionTable<ByRole>,
  );
  const same = number(bounds);
  return ruleOf(`a number, or numbers for ${table.names.join(", ")}`, (where, name, value) =>
    isObject(value) ? table.read(`${where}: ${name}`, value) : same.read(where, name, value),
  );
}
