import { errorWith } from "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { checkTopology } from "./check-topology.js";

type Inputs = readonly (readonly [string, number, number, object?])[];

interface Described {
  readonly class?: string;
  readonly calls?: readonly Inputs[];
  readonly [key: string]: unknown;
}

/** A functional model as Keras saves it; a layer is an Activation unless it says otherwise. */
function functional(
  layers: Readonly<Record<string, Described>>,
  { input = [["x", 0, 0]], output = [["y", 0, 0]] }: { input?: unknown; output?: unknown } = {},
): object {
  return {
    class_name: "Functional",
    config: {
      name: "model",
      layers: Object.entries(layers).map(([name, { class: className = "Activation", calls, ...rest }]) => ({
        ...{ name, class_name: className, config: { name, activation: "relu" } },
        inbound_nodes: calls ?? [],
        ...rest,
      })),
      ...{ input_layers: input, output_layers: output },
    },
  };
}

const x = { class: "InputLayer" };
const from = (name: string, node = 0): Inputs => [[name, node, 0, {}]];

/** `Sequential` in `Sequential`, so deep. */
function nested(depth: number, innermost: object): object {
  let model = innermost;
  for (let level = 0; level < depth; level++) {
    model = { class_name: "Sequential", config: { name: `m${level}`, layers: [model] } };
  }
  return model;
}

describe("checkTopology", () => {
  it.each([
    ["one after the other", functional({ x, y: { calls: [from("x")] } })],
    [
      "in another order",
      functional({ y: { calls: [from("b")] }, b: { calls: [from("a")] }, a: { calls: [from("x")] }, x }),
    ],
    ["that join", functional({ x, a: { calls: [from("x")] }, y: { calls: [[...from("x"), ...from("a")]] } })],
    [
      "that are called twice",
      functional(
        { x, y: { calls: [from("x"), from("a")] }, a: { calls: [from("y")] } },
        { output: [["y", 1, 0]] },
      ),
    ],
    [
      "that are models, whose first node is their own",
      functional({
        x,
        y: { class: "Sequential", config: { name: "y", layers: [] }, calls: [from("x")] },
        z: { calls: [from("y", 1)] },
      }),
    ],
    ["of a class that it does not know", { class_name: "Mine", config: { layers: [64, 32] } }],
    [
      "in a Sequential of old, which is a list",
      { class_name: "Sequential", config: [{ class_name: "Dense" }] },
    ],
    ["in sixty models", nested(60, { class_name: "Dense", config: {} })],
  ])("takes layers %s", (_, topology) => {
    expect(() => checkTopology(topology)).not.toThrow();
  });

  it.each<[string, object, string[]]>([
    [
      "that wait for each other",
      functional({ x, y: { calls: [from("z")] }, z: { calls: [from("y")] } }),
      ['"model" ("Functional"): layers', "circle", 'layer "y", which waits for "z"'],
    ],
    ["that wait for themselves", functional({ x, y: { calls: [from("y")] } }), ["circle", '"y"']],
    [
      "that wait for no input",
      functional({ x, y: { calls: [[...from("x"), ...from("none")]] } }),
      ['layer "y"', 'got "none"'],
    ],
    [
      "that wait for what every object has",
      functional({ x, y: { calls: [from("constructor")] } }),
      ['layer "y"', 'got "constructor"'],
    ],
    [
      "that are called so",
      functional({ x, ["toString"]: {}, y: {} }),
      ["layer 1 must have a name", '"toString"'],
    ],
    [
      "that wait for a call that is not made",
      functional({ x, y: { calls: [from("x", 1)] } }),
      ['layer "y"', 'the layer "x", which has 1, got 1'],
    ],
    [
      "whose calls are made in another order",
      functional({
        x,
        y: { calls: [from("a"), from("x")] },
        a: { calls: [from("b")] },
        b: { calls: [from("x")] },
      }),
      ['the calls of layer "y"', "order"],
    ],
    ["of one name", { class_name: "Model", config: { layers: [named("a"), named("a")] } }, ['got "a" twice']],
    [
      "of two names",
      functional({ x, y: { config: { name: "z" }, calls: [from("x")] } }),
      ['got "y" beside its config and "z" in it'],
    ],
    ["without a name", functional({ x, y: { name: 3 } }), ["layer 1 must have a name, got 3"]],
    [
      "without calls",
      functional({ x, y: { inbound_nodes: null } }),
      ['layer "y": inbound_nodes must be a list'],
    ],
    [
      "whose calls are no lists of inputs",
      functional({ x, y: { inbound_nodes: [["x", 0, 0, {}]] } }),
      ['layer "y"', "a list of a name and two numbers", 'got "x"'],
    ],
    [
      "that name a call by no number",
      functional({ x, y: { inbound_nodes: [[["x", "0", -1]]] } }),
      ["two whole numbers", 'got "0" and -1'],
    ],
    [
      "whose arguments are a text",
      functional({ x, y: { inbound_nodes: [[["x", 0, 0, "training"]]] } }),
      ["an object of arguments", 'got "training"'],
    ],
    [
      "and gives what is not there",
      functional({ x }, { output: [["y", 0, 0]] }),
      ["output_layers", 'got "y"'],
    ],
    ["and takes what is not there", functional({ x }, { input: ["x", 0, 0] }), ["input_layers", 'got "x"']],
    ["and says nothing of outputs", functional({ x }, { output: null }), ["output_layers must be a list"]],
    [
      "in a layer that wraps a model",
      { class_name: "TimeDistributed", config: { layer: functional({ x, y: { calls: [from("y")] } }) } },
      ["circle"],
    ],
    [
      "in camel case, as TensorFlow.js would read it",
      { className: "_model", config: { layers: [{ ...named("a"), inboundNodes: [[["a", 0, 0]]] }] } },
      ["circle"],
    ],
    [
      "that are no layers",
      { class_name: "Sequential", config: { layers: [5] } },
      ["layer 0 must have a class_name"],
    ],
    ["of a class without a name", { class_name: 5, config: {} }, ["class_name", "got 5"]],
    ["of the class of all objects", { class_name: "hasOwnProperty", config: {} }, ["class_name"]],
    [
      "more than there ever were",
      { class_name: "Sequential", config: { layers: Array(4097).fill({ class_name: "Dense", config: {} }) } },
      ["at most 4096 layers"],
    ],
    ["in a hundred models", nested(100, {}), ["at most 256 levels deep"]],
    [
      "in Bidirectional of Bidirectional, each of which reads its layer three times",
      bidirectional(bidirectional(bidirectional({ class_name: "LSTM", config: {} }))),
      ["at most 2 Bidirectional"],
    ],
  ])("refuses layers %s", (_, topology, facts) => {
    expect(() => checkTopology(topology)).toThrow(errorWith(Error, ...facts));
  });

  it("refuses an order of layers in which the loader would go through all of them again for each", () => {
    const count = 2000;
    const layers = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `l${index}`,
        { calls: [from(index === 0 ? "x" : `l${index - 1}`)] },
      ]),
    );
    const ordered = { x, ...layers };
    const reversed = Object.fromEntries(Object.entries(ordered).reverse());
    const output = [[`l${count - 1}`, 0, 0]];
    expect(() => checkTopology(functional(ordered, { output }))).not.toThrow();
    expect(() => checkTopology(functional(reversed, { output }))).toThrow(
      "after those that they take inputs from",
    );
  });
});

const named = (name: string) => ({ name, class_name: "Dense", config: { name }, inbound_nodes: [] });

function bidirectional(layer: object): object {
  return { class_name: "Bidirectional", config: { layer } };
}
