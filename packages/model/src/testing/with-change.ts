import type { Model } from "../model.js";

/** The model with another value at a place such as `input.columns.0.mean`; undefined takes it away. */
export function withChange(model: Model, place: string, value: unknown): Model {
  const copy = { ...model, input: structuredClone(model.input), output: structuredClone(model.output) };
  const names = place.split(".");
  const last = names.pop()!;
  const target = names.reduce<Record<string, unknown>>(
    (inner, name) => inner[name] as Record<string, unknown>,
    copy as never,
  );
  if (value === undefined) delete target[last];
  else target[last] = value;
  return copy;
}
