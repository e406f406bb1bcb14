import { describe, expect, it } from "vitest";
import { versions } from "./versions.js";

describe("versions", () => {
  it("names Node, the commit and each package that decides a result", () => {
    const { node, commit, ...packages } = versions();
    expect(node).toBe(process.versions.node);
    expect(commit).toMatch(/^([0-9a-f]{7,40}(-dirty)?|unknown)$/);
    expect(Object.keys(packages).sort()).toEqual(
      ["datasets", "network", "spectral", "tfjs", "training"].map((name) => `@reciprocal/${name}`),
    );
    for (const version of Object.values(packages)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });
});
