import { describe, expect, it } from "vitest";
import { formLayers, formOf } from "./form.js";

describe("formLayers", () => {
  it("reads kinds and nodes, with ReLU between and softmax at the end", () => {
    expect(formLayers("s-qr:80+spectral:10")).toEqual([
      { kind: "s-qr", units: 80, activation: "relu" },
      { kind: "spectral", units: 10, activation: "softmax" },
    ]);
  });

  it("reads a product of two narrow matrices", () => {
    expect(formLayers("linear:4+dense:64")).toEqual([
      { kind: "dense", units: 4, useBias: false },
      { kind: "dense", units: 64, activation: "softmax" },
    ]);
  });

  it.each(["", "s-qr", "s-qr:0", "qr:80", "s-qr:80,s-qr:10", "s-qr:80+"])("refuses %j", (form) => {
    expect(() => formLayers(form)).toThrow(/^formLayers: needs layers such as spectral:80, of dense, /);
  });
});

describe("formOf", () => {
  it("wants as many outputs as there are classes", () => {
    expect(formOf(10)("dense:5+dense:10", "--forms")).toBe("dense:5+dense:10");
    for (const text of ["dense:5", "dense:x+dense:10"]) {
      expect(() => formOf(10)(text, "--forms")).toThrow(
        `--forms must be layers such as s-qr:80+spectral:10, the last of 10 nodes, got "${text}"`,
      );
    }
  });
});
