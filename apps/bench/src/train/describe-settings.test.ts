import { describe, expect, it } from "vitest";
import { accuracyRun, sparseRun } from "../experiments/paper/paper-run.js";
import { settingRows } from "./describe-settings.js";

const place = { dataset: "mnist", hiddenLayers: 2, width: 500, seed: 0 } as const;

describe("settingRows", () => {
  it("says of a setting that is not the same in every run which method has which", () => {
    const rows = new Map(
      settingRows([sparseRun(place, "dense", 0.5, {}), sparseRun(place, "s-qr", 0.5, {})]),
    );
    expect(rows.get("bias")).toBe("dense false, s-qr true"); // as in the companion code
    expect(rows.get("hidden activation")).toBe("tanh");
  });

  it("says it once where all are alike, and the learning rate with its method in any case", () => {
    const rows = new Map(settingRows([accuracyRun(place, "dense", {}), accuracyRun(place, "spectral", {})]));
    expect(rows.get("bias")).toBe("true");
    expect(rows.get("learning rate")).toBe("dense 0.015, spectral 0.015");
  });
});
