import { type Rule, ruleOf } from "./rule.js";
import { integer, list } from "./rules.js";

/** Height and width of images. */
export function imageSize(): Rule<readonly [height: number, width: number]> {
  const lengths = list(integer({ min: 1 }), { minLength: 2, maxLength: 2 });
  return ruleOf("[height, width]", (where, name, value) => {
    const [height, width] = lengths.read(where, name, value);
    return [height!, width!] as const;
  });
}
