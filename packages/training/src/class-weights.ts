import { findNotFinite, isObject, ruleOf, show, type Rule } from "@reciprocal/guards";
import { ShapeError, type CheckedSamples } from "@reciprocal/network";

/** What every class counts in the loss, or `balanced`: each class counts the same in all, count / (classes × its samples). */
export type ClassWeights = readonly number[] | "balanced";

export const classWeightsRule = (): Rule<ClassWeights> =>
  ruleOf("a list of numbers or balanced", (where, name, value) => {
    if (value === "balanced") return value;
    const numbers =
      Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as number[]) : undefined;
    if (!numbers) {
      const words = isObject(value) ? "; give them as a list, in the order of the labels" : "";
      throw new TypeError(
        `${where}: ${name} must be a list of a number per class, or "balanced", got ${show(value)}${words}`,
      );
    }
    numbers.forEach((weight: unknown, label) => {
      if (typeof weight === "number" && weight >= 0 && weight < Infinity) return;
      const message = `${where}: ${name}[${label}] must be a finite number of at least 0, got ${show(weight)}`;
      throw typeof weight === "number" ? new RangeError(message) : new TypeError(message);
    });
    if (!numbers.some((weight) => weight > 0)) {
      throw new RangeError(`${where}: ${name} needs a weight above 0, got none`);
    }
    return numbers;
  });

/** The weights of classes, and for how many nodes. */
export interface ClassWeightRules {
  readonly classWeights: ClassWeights | undefined;
  readonly outputs: number;
}

/**
 * All samples there are, with the weights of their classes times their own.
 *
 * @throws {RangeError} if all of them weigh 0; those of one batch of a stream may, see `withBatchWeights`
 * @throws as `withBatchWeights`
 */
export function withClassWeights(
  where: string,
  data: CheckedSamples,
  rules: ClassWeightRules,
): CheckedSamples {
  const weighted = withBatchWeights(where, data, rules);
  if (rules.classWeights !== undefined && !weighted.weights?.some((weight) => weight > 0)) {
    throw new RangeError(
      `${where}: classWeights must leave a sample a weight above 0, got 0 for all ${data.count} of them`,
    );
  }
  return weighted;
}

/**
 * Samples with the weights of their classes times their own.
 *
 * @throws {TypeError} for samples without labels
 * @throws {ShapeError} unless there is a weight for every class
 * @throws {RangeError} for a product beyond the largest float32
 */
export function withBatchWeights(
  where: string,
  data: CheckedSamples,
  { classWeights, outputs }: ClassWeightRules,
): CheckedSamples {
  if (classWeights === undefined) return data;
  const { labels, weights, count } = data;
  if (!labels)
    throw new TypeError(`${where}: classWeights need labels, got targets; give every sample a weight`);
  const classes = Math.max(outputs, 2);
  const ofClass = classWeights === "balanced" ? balanced(labels, classes) : classWeights;
  if (ofClass.length !== classes) {
    throw new ShapeError(
      `${where}: classWeights needs ${classes} numbers, one per class, got ${ofClass.length}`,
    );
  }
  const products = Float32Array.from({ length: count }, (_, i) => ofClass[labels[i]!]! * (weights?.[i] ?? 1));
  const wrong = findNotFinite(products);
  if (wrong !== -1) {
    throw new RangeError(
      `${where}: the weight of sample ${wrong} times that of its class must fit float32, got ` +
        `${weights?.[wrong] ?? 1} × ${ofClass[labels[wrong]!]}`,
    );
  }
  return { ...data, weights: products };
}

/** A class without samples has no weight to speak of. */
function balanced(labels: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (present * count)));
}
