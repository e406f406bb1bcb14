import { describe, expect, it } from "vitest";
import { formatSpeed } from "./format-speed.js";
import { speedRatios } from "./speed-ratios.js";
import { speedNotes, type SpeedMeasurement } from "./speed-report.js";
import type { SpeedMethod } from "./speed-subject.js";

const measurement = (engine: string, method: SpeedMethod, secondsPer100Steps: number): SpeedMeasurement => ({
  engine,
  method,
  network: "784-200-10",
  batchSize: 200,
  secondsPer100Steps,
  fastestSecondsPer100Steps: secondsPer100Steps,
  repeatsSecondsPer100Steps: [secondsPer100Steps],
  trainedNumbers: 1,
  gflops: 10 / secondsPer100Steps,
  shareOfPeak: 0.1 / secondsPer100Steps,
  firstLosses: [2.3],
});

const measurements = [
  measurement("reciprocal (onnxruntime-node)", "dense", 0.2),
  measurement("reciprocal (onnxruntime-node)", "spectral", 0.1),
  measurement("tfjs-wasm stock fit", "dense", 4),
  measurement("tfjs-wasm fast kernels stock fit", "dense", 0.8),
  measurement("tfjs-wasm explicit transposes fit", "dense", 1),
  measurement("tfjs-wasm stock loop", "dense", 3),
  measurement("tfjs-wasm explicit transposes loop", "dense", 0.7),
  measurement("tfjs-wasm SpectralDense loop", "spectral", 0.6),
];

describe("speedRatios", () => {
  it("divides the medians of one network, others by ours and ours by PyTorch's", () => {
    const chromium = "reciprocal (onnxruntime-web in Chromium)";
    const peers = [
      ...[measurement("pytorch", "dense", 0.25), measurement("pytorch", "spectral", 0.4)],
      ...[measurement(chromium, "dense", 1.2), measurement(chromium, "spectral", 0.8)],
    ];
    const other = { ...measurement("reciprocal (onnxruntime-node)", "dense", 1), network: "3072-500-10" };
    const [own, second] = speedRatios([...measurements, ...peers, other]);
    expect(own!.spectralToDense).toBeCloseTo(0.5, 12);
    expect(own!.spectralShareOfPeak).toBeCloseTo(1, 12);
    expect(own!.tfjsFitToDense).toBeCloseTo(20, 12);
    expect(own!.tfjsExplicitFitToDense).toBeCloseTo(5, 12);
    expect(own!.tfjsExplicitLoopToDense).toBeCloseTo(3.5, 12);
    expect(own!.tfjsSpectralToStockDense).toBeCloseTo(0.2, 12);
    expect(own!.tfjsSpectralToExplicitDense).toBeCloseTo(6 / 7, 12);
    expect(own!.tfjsStockFitToFastKernels).toBeCloseTo(5, 12);
    expect(own!.denseToPytorch).toBeCloseTo(0.8, 12);
    expect(own!.spectralToPytorch).toBeCloseTo(0.25, 12);
    expect(own!.denseBrowserToNode).toBeCloseTo(6, 12);
    expect(own!.spectralBrowserToNode).toBeCloseTo(8, 12);
    expect(second!.network).toBe("3072-500-10");
    expect(second!.spectralToDense).toBeNull();
  });

  it("is null where the peer was not measured", () => {
    expect(speedRatios(measurements)[0]).toMatchObject({ denseToPytorch: null, spectralToPytorch: null });
  });
});

describe("formatSpeed", () => {
  it("prints a row per measurement and per ratio that was measured", () => {
    const text = formatSpeed({
      experiment: "speed",
      measurements,
      matmulPeakGflops: 100,
      ratios: speedRatios(measurements),
      masked: [
        {
          network: "784-500-500-10",
          method: "s-qr",
          sparsity: 0.9,
          secondsPer100Steps: 1.5,
          secondsPer100StepsWithoutMask: 1.2,
          maskedToPlain: 1.25,
        },
      ],
      sparse: {
        shape: "784×500",
        measurements: [
          {
            batchSize: 1,
            sparsity: 0.99,
            microseconds: 5,
            onnxMicroseconds: 30,
            tfjsMicroseconds: 40,
            onnxToSparse: 6,
            tfjsToSparse: 8,
          },
        ],
        breakEvens: [{ batchSize: 1, onnx: 0.925, tfjs: null }],
      },
      notes: speedNotes,
      settings: {
        rows: 20_000,
        batchSize: 200,
        optimizer: "adamax",
        learningRate: 0.001,
        repeats: 1,
        stepsPerRepeat: 1,
        seed: 0,
        threads: 1,
      },
      machine: { cpu: "any", cores: 1, loadAverage: 0 },
      versions: {},
      pytorch: null,
    });
    expect(text.split("\n").slice(0, 33)).toMatchInlineSnapshot(`
      [
        "network     method    engine                              s / 100 steps  fastest  GFLOP/s  of peak",
        "784-200-10  dense     reciprocal (onnxruntime-node)               0.200    0.200     50.0     50 %",
        "784-200-10  spectral  reciprocal (onnxruntime-node)               0.100    0.100    100.0    100 %",
        "784-200-10  dense     tfjs-wasm stock fit                         4.000    4.000      2.5      3 %",
        "784-200-10  dense     tfjs-wasm fast kernels stock fit            0.800    0.800     12.5     13 %",
        "784-200-10  dense     tfjs-wasm explicit transposes fit           1.000    1.000     10.0     10 %",
        "784-200-10  dense     tfjs-wasm stock loop                        3.000    3.000      3.3      3 %",
        "784-200-10  dense     tfjs-wasm explicit transposes loop          0.700    0.700     14.3     14 %",
        "784-200-10  spectral  tfjs-wasm SpectralDense loop                0.600    0.600     16.7     17 %",
        "",
        "Peak of large matrix products: 100.0 GFLOP/s",
        "",
        "ratio                                                          784-200-10",
        "spectral / dense                                                     0.50",
        "spectral, share of the product peak                                  1.00",
        "tfjs stock fit / dense                                              20.00",
        "tfjs explicit transposes fit / dense                                 5.00",
        "tfjs explicit transposes loop / dense                                3.50",
        "tfjs SpectralDense loop / tfjs stock dense loop                      0.20",
        "tfjs SpectralDense loop / tfjs explicit transposes dense loop        0.86",
        "tfjs stock fit / tfjs stock fit with fast kernels                    5.00",
        "",
        "dynamic masks   method  sparsity  s / 100 steps  without mask  ratio",
        "784-500-500-10  s-qr         0.9          1.500         1.200   1.25",
        "",
        "Sparse rows, 784×500, µs per product:",
        "",
        "batch  zeros   sparse  onnxruntime  tfjs  onnxruntime / sparse  tfjs / sparse",
        "1      99.0 %     5.0         30.0  40.0                  6.00           8.00",
        "",
        "batch  faster than onnxruntime from  than tfjs from",
        "1                            92.5 %  -",
        "",
      ]
    `);
  });
});
