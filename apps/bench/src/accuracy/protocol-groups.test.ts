import { describe, expect, it } from "vitest";
import { exampleLine } from "./example-line.test-data.js";
import { protocolGroups } from "./protocol-groups.js";

describe("protocolGroups", () => {
  it("puts methods together although their learning rates differ", () => {
    const lines = [
      exampleLine({ method: "s-qr" }),
      exampleLine({ method: "dense", seed: 1 }),
      exampleLine({}),
    ];
    const groups = protocolGroups(lines);
    expect(groups).toHaveLength(1);
    expect(groups[0]!.lines.map(({ method, seed }) => `${method} ${seed}`)).toEqual([
      "dense 0",
      "dense 1",
      "s-qr 0",
    ]);
  });

  it("never mixes data sets, depths or settings", () => {
    const lines = [{}, { dataset: "digits" as const }, { hiddenLayers: 2 }, { epochs: 3 }].map(exampleLine);
    expect(protocolGroups(lines).map((group) => group.lines)).toEqual(lines.map((line) => [line]));
  });
});
