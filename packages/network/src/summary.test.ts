import { describe, expect, it } from "vitest";
import { createNetwork } from "./create-network.js";
import { formatSummary } from "./format-summary.js";
import { summary } from "./summary.js";
import { withTrainable } from "./with-trainable.js";

const network = createNetwork({
  inputShape: 784,
  layers: [
    { kind: "spectral", units: 200, activation: "relu" },
    { kind: "s-qr", units: 10, activation: "softmax", useBias: false },
  ],
});

const masked = createNetwork({
  inputShape: 100,
  layers: [
    { kind: "dense", units: 4, activation: "tanh", sparsity: 0.9 },
    { kind: "dense", units: 3 },
  ],
});

describe("summary", () => {
  it("counts each mapping and the whole", () => {
    // spectral 784 + 200 + 200 of bias; S-QR 200 + 10 + 10 · 11 / 2, Q 10×200 frozen
    expect(summary(network)).toEqual({
      layers: [
        {
          layer: 0,
          kind: "spectral",
          inputs: 784,
          outputs: 200,
          activation: "relu",
          trainable: 1184,
          frozen: 156_800,
          dense: 157_000,
        },
        {
          layer: 2,
          kind: "s-qr",
          inputs: 200,
          outputs: 10,
          activation: "softmax",
          trainable: 265,
          frozen: 2000,
          dense: 2000,
        },
      ],
      trainable: 1449,
      frozen: 158_800,
      dense: 159_000,
      rho: 1449 / 159_000,
    });
  });

  it("tells the slope of leaky-relu where one was given", () => {
    const leaky = { kind: "dense", units: 1, activation: "leaky-relu" } as const;
    const sloped = createNetwork({ inputShape: 1, layers: [leaky, { ...leaky, slope: 0.3 }] });
    expect(summary(sloped).layers).toMatchObject([{ activation: "leaky-relu" }, { slope: 0.3 }]);
    expect(formatSummary(summary(sloped))).toMatch(/leaky-relu +2 .*\n.*leaky-relu 0\.3 +2 /);
  });

  it("leaves biases aside where asked", () => {
    expect(summary(network, { bias: false })).toMatchObject({ trainable: 1249, dense: 158_800 });
  });

  it("moves numbers from trainable to frozen as the network does", () => {
    expect(summary(withTrainable(network, "none"))).toMatchObject({ trainable: 0, frozen: 160_249, rho: 0 });
  });

  it("says what a dynamic mask leaves, and counts parameters as without it", () => {
    const [first, second] = summary(masked).layers;
    // 100 · 4 − round(0.9 · 400)
    expect(first).toMatchObject({ sparsity: 0.9, kept: 40, trainable: 404, dense: 404 });
    expect(second).not.toHaveProperty("kept");
    expect(second).not.toHaveProperty("sparsity");
  });

  it("gives an activation that follows no mapping its own row", () => {
    const relu = { kind: "activation", activation: "relu" } as const;
    const rows = summary({ inputShape: [3], layers: [relu, relu] }).layers;
    expect(
      rows.map(({ layer, kind, activation, inputs, outputs }) => [layer, kind, activation, inputs, outputs]),
    ).toEqual([
      [0, "activation", "relu", 3, 3],
      [1, "activation", "relu", 3, 3],
    ]);
  });
});

describe("formatSummary", () => {
  it("aligns text left and numbers right", () => {
    expect(formatSummary(summary(network))).toBe(
      [
        "layer  kind      inputs  outputs  activation  trainable   frozen    dense",
        "    0  spectral     784      200  relu            1,184  156,800  157,000",
        "    2  s-qr         200       10  softmax           265    2,000    2,000",
        "       total                                      1,449  158,800  159,000",
        "ρ = trainable / dense = 0.009113",
      ].join("\n"),
    );
  });

  it("has a column for what masks leave where there is one", () => {
    expect(formatSummary(summary(masked))).toBe(
      [
        "layer  kind   inputs  outputs  activation  trainable  frozen  dense  kept",
        "    0  dense     100        4  tanh              404       0    404    40",
        "    2  dense       4        3  linear             15       0     15",
        "       total                                     419       0    419",
        "ρ = trainable / dense = 1.000",
      ].join("\n"),
    );
  });
});
