import { type AttributeProto, elementTypes } from "@reciprocal/graph";
import { checkDimensions } from "./budget.js";
import { refuseUnsupported } from "./refuse.js";
import { listOf, productOf, sizeArithmetic, type Size, type Sizes } from "./sizes.js";

/** A node of the arithmetic of shapes. */
export interface SizeStep {
  readonly where: string;
  /** How many operands there are. */
  readonly count: number;
  readonly attribute: (name: string) => AttributeProto | undefined;
  /** The sizes or whole numbers at a place; undefined if nothing is there. */
  readonly sizesAt: (place: number) => Sizes | undefined;
}

const combine =
  (operator: string) =>
  (step: SizeStep): Sizes => {
    const [a, b] = [needed(step, 0), needed(step, 1)];
    const length = Math.max(a.values.length, b.values.length);
    const at = ({ values }: Sizes, index: number): Size =>
      values[values.length === 1 ? 0 : index] ?? "unknown";
    const values = Array.from({ length }, (_, i) => sizeArithmetic[operator]!(at(a, i), at(b, i)));
    return { values, isList: a.isList || b.isList };
  };

/**
 * Operators on what `Shape` gives, as exporters write `x.view(x.size(0), -1)`: lists of sizes and single ones, without a
 * second axis.
 */
export const onSizes: Readonly<Record<string, (step: SizeStep) => Sizes>> = {
  Identity: (step) => needed(step, 0),
  Cast(step) {
    const to = step.attribute("to")?.int;
    // arithmetic of sizes drops remainders, as that of whole numbers does
    if (to === elementTypes.int32 || to === elementTypes.int64) return needed(step, 0);
    return refuseUnsupported(
      `${step.where} is to element type ${to ?? 0}; supported for sizes are whole numbers`,
    );
  },
  Gather(step) {
    const { values } = needed(step, 0);
    const { values: indices, isList } = needed(step, 1);
    const taken = indices.map((index): Size => {
      const value = typeof index === "number" ? values.at(index) : "unknown";
      return value ?? refuseUnsupported(`${step.where} takes size ${index} of ${values.length}`);
    });
    return { values: taken, isList };
  },
  Slice(step) {
    const { values } = needed(step, 0);
    const bound = (name: string, place: number) =>
      step.sizesAt(place)?.values[0] ?? step.attribute(name)?.ints?.[0];
    const [start, end, stride = 1] = [bound("starts", 1), bound("ends", 2), step.sizesAt(4)?.values[0]];
    if (typeof start !== "number" || typeof end !== "number" || stride !== 1) {
      refuseUnsupported(`${step.where} must take neighboring sizes, with bounds that are known`);
    }
    return listOf(values.slice(start, end));
  },
  Concat(step) {
    const values: Size[] = [];
    for (let place = 0; place < step.count; place++) {
      values.push(...needed(step, place).values);
      checkDimensions(values.length, `the result of ${step.where}`, "sizes");
    }
    return listOf(values);
  },
  Unsqueeze(step) {
    const { values, isList } = needed(step, 0);
    return isList ? refuseSecondAxis(step) : listOf(values);
  },
  Squeeze(step) {
    const { values } = needed(step, 0);
    return { values, isList: values.length !== 1 };
  },
  Reshape(step) {
    const { values } = needed(step, 0);
    const shape = needed(step, 1).values;
    return shape.length > 1 ? refuseSecondAxis(step) : { values, isList: shape.length > 0 };
  },
  ReduceProd(step) {
    if (step.attribute("noop_with_empty_axes")?.int && step.count < 2) return needed(step, 0);
    const values = [productOf(needed(step, 0).values)];
    return { values, isList: (step.attribute("keepdims")?.int ?? 1) !== 0 };
  },
  Add: combine("Add"),
  Sub: combine("Sub"),
  Mul: combine("Mul"),
  Div: combine("Div"),
};

function refuseSecondAxis({ where }: SizeStep): never {
  return refuseUnsupported(`${where} makes a table of sizes; supported are lists of them and single ones`);
}

function needed({ where, sizesAt }: SizeStep, place: number): Sizes {
  return sizesAt(place) ?? refuseUnsupported(`${where} needs sizes or whole numbers as operand ${place}`);
}
