import { integer, list, type Rule, ruleOf } from "@reciprocal/guards";

/** Height and width of images. */
export function sizeRule(): Rule<readonly [height: number, width: number]> {
  const lengths = list(integer({ min: 1 }), { minLength: 2, maxLength: 2 });
  return ruleOf("[height, width]", (where, name, value) => {
    const [height, width] = lengths.read(where, name, value);
    return [height!, width!] as const;
  });
}
