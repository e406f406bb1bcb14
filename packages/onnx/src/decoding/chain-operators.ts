import type { AttributeProto, NodeProto } from "@reciprocal/graph";
import { enumerate, printable, quote } from "@reciprocal/guards";
import { answerOperators, Answers } from "./answers.js";
import { type Budget, checkDimensions, mostDimensions } from "./budget.js";
import type { Chain } from "./chain.js";
import { onConstants } from "./constant-operators.js";
import type { Constants } from "./constants.js";
import { refuseFormat, refuseUnsupported } from "./refuse.js";
import type { OwnMapping } from "./own-form.js";
import { onSizes } from "./size-operators.js";
import { listOf, type Sizes } from "./sizes.js";
import type { Step } from "./step.js";
import { allNumbers } from "./strided-tensor.js";
import { onValue, passing, symmetric } from "./value-operators.js";

/** All operators that are read, of other domains with its name before them. */
export const knownOperators: readonly string[] = [
  ...new Set([
    ...Object.keys(onValue),
    ...Object.keys(onConstants),
    "Shape",
    ...Object.keys(onSizes),
    ...answerOperators,
  ]),
];

/** Goes through the nodes of a graph and adds them to a chain. */
export class NodeReader {
  private readonly sizes = new Map<string, Sizes>();
  private readonly answers: Answers;

  constructor(
    private readonly chain: Chain,
    private readonly constants: Constants,
    private readonly budget: Budget,
    private readonly warn: (message: string) => void,
    /** Mappings that were read in another way, by the names of what they give; what computes them is passed over. */
    private readonly own?: ReadonlyMap<string, OwnMapping>,
  ) {
    this.answers = new Answers(warn);
  }

  /**
   * Adds the next node of the graph.
   *
   * @throws {OnnxFormatError} naming the node, if it is not part of a chain of dense layers
   */
  add(node: NodeProto, index: number): void {
    const { chain, constants, budget, warn } = this;
    const { inputs = [], outputs = [], operator: plain = "", domain = "", attributes = [] } = node;
    const operator = domain === "" || domain === "ai.onnx" ? plain : `${domain}.${plain}`;
    const where = nodeLabel(node, index);
    const [result] = outputs;
    const place = inputs.findIndex((input) => chain.has(input));
    if (this.own && result) {
      if (place === -1) return constants.claim(result);
      const own = this.own.get(result);
      if (own && place === 0) return this.addOwn(own, where, result);
    }
    if (!knownOperators.includes(operator)) {
      const of = domain === "" ? "" : ` of ${quote(domain)}`;
      refuseUnsupported(`${where}${of} is not supported; supported are ${knownOperators.join(", ")}`);
    }
    if (!result) refuseFormat(`${where} has no result`);
    const attribute = attributesOf(attributes, where);
    const step: Step = { chain, constants, budget, where, inputs, attribute, warn };
    const sizesAt = (place: number) => this.sizesAt(inputs[place], where);

    if (inputs.some((input) => this.answers.has(input))) {
      this.answers.follow(operator, where, { inputs, results: outputs });
      return outputs.forEach((output) => constants.claim(output));
    }
    const shape = operator === "Shape" ? chain.shapeOf(inputs[0] ?? "") : undefined;
    if (shape) {
      const [start, end] = [attribute("start")?.int, attribute("end")?.int];
      return this.setSizes(result, listOf(shape.values.slice(start, end)), where);
    }
    if (place !== -1) return this.addToValue({ ...step, place, sizesAt }, operator, outputs);
    if (inputs.some((input) => this.sizes.has(input))) {
      const make = onSizes[operator];
      if (!make) refuseUnsupported(`${where} is not supported for the sizes of a value`);
      return this.setSizes(result, make({ where, count: inputs.length, attribute, sizesAt }), where);
    }
    const make = onConstants[operator];
    if (!make || inputs.some((input) => input !== "" && !constants.has(input))) {
      refuseUnsupported(
        `${where} takes ${enumerate(inputs)}, but the chain has come to ${quote(chain.value)}; branches are not supported`,
      );
    }
    constants.set(result, make(step));
  }

  /** Refuses outputs that are neither the value of the chain nor an answer made of it. */
  checkOutputs(names: readonly string[]): void {
    for (const name of names) {
      if (this.answers.has(name)) this.answers.checkAtEnd(name, this.chain);
      else if (!this.chain.has(name)) {
        const which = names.length > 1 ? `the graph has ${names.length} outputs; ` : "";
        refuseUnsupported(
          `${which}output ${quote(name)} is not what the last node gives, ${quote(this.chain.value)}`,
        );
      }
    }
  }

  private addToValue(
    step: Step & { readonly place: number; readonly sizesAt: (place: number) => Sizes | undefined },
    operator: string,
    results: readonly string[],
  ): void {
    const { chain, constants, where, place, attribute } = step;
    if (this.answers.canMake(operator)) {
      this.answers.make({ chain, where, operator, attribute }, results);
      return results.forEach((name) => constants.claim(name));
    }
    const take = onValue[operator];
    if (!take) refuseUnsupported(`${where} is supported for constants only`);
    if (place !== 0 && !symmetric.includes(operator)) {
      refuseUnsupported(`${where} has the value as operand ${place}; supported is operand 0`);
    }
    const before = chain.now();
    const [result = ""] = results;
    if (this.own) this.fillUpTo(Number(/^layer(\d{1,9})\.y$/.exec(result)?.[1] ?? 0), where);
    take(step);
    if (passing.includes(operator)) chain.alias(result);
    else chain.advance(result, before);
  }

  private addOwn({ index, layer }: OwnMapping, where: string, result: string): void {
    const { chain } = this;
    const before = chain.now();
    this.fillUpTo(index, where);
    chain.addLayer(where, layer);
    chain.advance(result, before);
  }

  /** Activations that change nothing leave no node: they are seen by the places of the others alone. */
  private fillUpTo(index: number, where: string): void {
    while (this.chain.length < index) this.chain.addLinear(where);
  }

  private sizesAt(name: string | undefined, where: string): Sizes | undefined {
    const made = this.sizes.get(name ?? "");
    if (made) return made;
    const constant = this.constants.get(name);
    if (!constant || constant.shape.length > 1 || (constant.shape[0] ?? 1) > mostDimensions) return undefined;
    return {
      values: [...allNumbers(constant, { budget: this.budget, where })],
      isList: constant.shape.length === 1,
    };
  }

  private setSizes(name: string, sizes: Sizes, where: string): void {
    checkDimensions(sizes.values.length, `the result of ${where}`, "sizes");
    this.constants.claim(name);
    this.sizes.set(name, sizes);
  }
}

/** How errors call a node. */
export function nodeLabel({ name = "", operator = "" }: NodeProto, index: number): string {
  return `node ${name === "" ? `#${index}` : quote(name)} (${printable(operator, 80)})`;
}

/** The attributes of a node by their names. */
function attributesOf(
  attributes: readonly AttributeProto[],
  where: string,
): (name: string) => AttributeProto | undefined {
  const byName = new Map(attributes.map((attribute) => [attribute.name ?? "", attribute]));
  if (byName.size !== attributes.length) refuseFormat(`${where} has an attribute that is given twice`);
  return (name) => byName.get(name);
}
