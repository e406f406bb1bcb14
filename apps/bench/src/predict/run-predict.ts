import { inputSize, type Network } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { loadEngine, type Engine } from "@reciprocal/training";
import { cpus, loadavg } from "node:os";
import { median } from "../speed/median.js";
import { layerSizes } from "../speed/network-name.js";
import { speedNetwork } from "../speed/speed-network.js";
import type { SpeedMethod } from "../speed/speed-subject.js";
import { versions } from "../versions.js";
import { checkOutputs } from "./check-outputs.js";
import { holdLoad } from "./hold-load.js";
import { longestPause } from "./longest-pause.js";
import {
  predictNotes,
  type LoadMeasurement,
  type PauseMeasurement,
  type PredictMeasurement,
  type PredictReport,
} from "./predict-report.js";
import { predictSubjects, type PredictSubject } from "./predict-subjects.js";

export interface PredictOptions {
  /** Layer sizes, such as `784-500-10`. */
  readonly networks: readonly string[];
  readonly repeats: number;
  /** Calls of one sample per repeat. */
  readonly calls: number;
  /** Samples of a large call. */
  readonly samples: number;
  /** Calls at once, and connections to the server. */
  readonly concurrent: number;
  /** Seconds of load on each server; 0 for none. */
  readonly load: number;
  /** Told what is being done. */
  readonly onProgress?: (text: string) => void;
}

const seed = 0;

/** Measures prediction: each way on each network, one sample and many, many calls at once, and a server under load. */
export async function runPredict(options: PredictOptions): Promise<PredictReport> {
  const { networks, repeats, calls, samples, concurrent, load, onProgress = () => {} } = options;
  const loadAverage = loadavg()[0]!;
  const engine = await loadEngine();
  const found: Found[] = [];
  for (const name of networks) {
    for (const method of ["dense", "spectral"] as const) {
      onProgress(`${name}, ${method}`);
      found.push(
        await measure(speedNetwork(layerSizes("networks", name), method, seed), engine, options, {
          network: name,
          method,
        }),
      );
    }
  }
  return {
    experiment: "predict",
    measurements: found.flatMap((own) => own.measurements),
    pauses: found.flatMap((own) => own.pauses),
    loads: found.flatMap((own) => own.loads),
    notes: predictNotes,
    settings: { repeats, calls, samples, concurrent, load, seed, threads: 1 },
    machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, loadAverage },
    versions: { ...versions(), [engine.name]: engine.version },
  };
}

type Found = Pick<PredictReport, "measurements" | "pauses" | "loads">;

interface Named {
  readonly network: string;
  readonly method: SpeedMethod;
}

async function measure(
  network: Network,
  engine: Engine,
  { repeats, calls, samples, concurrent, load }: PredictOptions,
  named: Named,
): Promise<Found> {
  const width = inputSize(network);
  const rows = makeRows(width, Math.max(samples, concurrent));
  const row = (i: number) => rows.subarray((i % samples) * width, ((i % samples) + 1) * width);
  const subjects = await predictSubjects(network, engine);
  try {
    await checkOutputs(subjects, row(0));
    await checkOutputs(subjects, rows);
    const single = await timeCalls(subjects, row, { repeats, calls });
    const many = await timeCalls(subjects, () => rows.subarray(0, samples * width), { repeats, calls: 1 });
    const measurements = [
      ...single.map((times, i) =>
        measurement(subjects[i]!, { times, reference: single[0]!, samples: 1, ...named }),
      ),
      ...many.map((times, i) => measurement(subjects[i]!, { times, reference: many[0]!, samples, ...named })),
    ];
    // what answers at once has nothing to gather
    const asynchronous = subjects.filter(({ name }) => name !== "createPlainPredictor");
    const pauses = await measurePauses(asynchronous, row, { repeats, calls: concurrent, ...named });
    const loads: LoadMeasurement[] = [];
    const body = String.fromCharCode(...row(0).map((value) => 1 + Math.floor(value * 127)));
    // a kept spectral kernel costs what a dense one costs, so one of the two is enough
    for (const { name, predict } of load > 0 && named.method === "spectral" ? subjects : []) {
      const held = await holdLoad((bytes) => predict(Float32Array.from(bytes, (byte) => byte / 255)), {
        ...{ body, connections: concurrent, seconds: load },
      });
      loads.push({ subject: name, ...named, connections: concurrent, ...held });
    }
    return { measurements, pauses, loads };
  } finally {
    for (const { release } of subjects) await release();
  }
}

/** Rows uniform in (0, 1). */
function makeRows(width: number, count: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: count * width }, () => 1 - random.uniform());
}

/** Microseconds per call, one number per repeat, in the order of the subjects, which take turns. A first round is not counted. */
async function timeCalls(
  subjects: readonly PredictSubject[],
  inputs: (call: number) => Float32Array,
  { repeats, calls }: { readonly repeats: number; readonly calls: number },
): Promise<number[][]> {
  const times = subjects.map((): number[] => []);
  for (let round = 0; round <= repeats; round++) {
    for (const [index, { predict }] of subjects.entries()) {
      const start = performance.now();
      for (let call = 0; call < calls; call++) await predict(inputs(call));
      if (round > 0) times[index]!.push(((performance.now() - start) * 1000) / calls);
    }
  }
  return times;
}

function measurement(
  { name }: PredictSubject,
  {
    times,
    reference,
    ...rest
  }: Named & {
    readonly times: readonly number[];
    readonly reference: readonly number[];
    readonly samples: number;
  },
): PredictMeasurement {
  return {
    subject: name,
    ...rest,
    microseconds: median(times),
    fastestMicroseconds: Math.min(...times),
    toSession: median(times) / median(reference),
  };
}

async function measurePauses(
  subjects: readonly PredictSubject[],
  row: (i: number) => Float32Array,
  { repeats, calls, ...named }: Named & { readonly repeats: number; readonly calls: number },
): Promise<PauseMeasurement[]> {
  const rows = Array.from({ length: calls }, (_, i) => row(i));
  const all = Float32Array.from(rows.flatMap((own) => [...own]));
  const measured = subjects.map(() => ({
    pauses: [] as number[],
    times: [] as number[],
    batches: [] as number[],
  }));
  for (let round = 0; round <= repeats; round++) {
    for (const [index, { predict }] of subjects.entries()) {
      let start = performance.now();
      await predict(all);
      const batch = performance.now() - start;
      start = performance.now();
      const pause = await longestPause(() => Promise.all(rows.map(async (own) => predict(own))));
      if (round === 0) continue;
      measured[index]!.batches.push(batch);
      measured[index]!.times.push(performance.now() - start);
      measured[index]!.pauses.push(pause);
    }
  }
  return measured.map(({ pauses, times, batches }, i) => ({
    subject: subjects[i]!.name,
    ...named,
    calls,
    longestPauseMilliseconds: median(pauses),
    milliseconds: median(times),
    oneBatchMilliseconds: median(batches),
  }));
}
