import { copyInputs, floatInputs, type Inputs } from "@reciprocal/network";
import { nextTask } from "../fit/turns.js";

/** What gathers calls. */
export interface Gatherer {
  /** The outputs for `count` samples, which were checked. */
  compute(inputs: Inputs, count: number): Promise<Float32Array>;
  /** Resolves once no call waits or runs. */
  idle(): Promise<void>;
}

export interface GathererOptions {
  /** Computes the outputs of at most `batchSize` samples, in an array of its own. */
  readonly run: (rows: Float32Array, count: number) => Promise<Float32Array>;
  readonly batchSize: number;
  /** Numbers per sample that go in. */
  readonly width: number;
  /** Numbers per sample that come out. */
  readonly outputWidth: number;
}

/** Samples of one caller. */
interface Call {
  readonly inputs: Inputs;
  readonly count: number;
  /** Samples that are in a run or done. */
  taken: number;
  /** Of all samples; absent while none is done. */
  outputs?: Float32Array;
  readonly resolve: (outputs: Float32Array) => void;
  readonly reject: (error: unknown) => void;
}

/** Samples of one caller in one run. */
interface Part {
  readonly call: Call;
  readonly start: number;
  readonly end: number;
}

/**
 * Joins calls: while a run is going on, calls that arrive wait, and the next run takes as many samples of them as it may,
 * first come, first served. A call of more samples takes several runs. Between two runs everything else that waits for the
 * thread has its turn.
 */
export function gatherCalls({ run, batchSize, width, outputWidth }: GathererOptions): Gatherer {
  const waiting: Call[] = [];
  let isWorking = false;
  let working = Promise.resolve();

  // as far as its first wait it runs at once, and to its end if a run throws at once
  async function work(): Promise<void> {
    isWorking = true;
    while (waiting.length > 0) {
      const parts = takeParts(waiting, batchSize);
      try {
        const outputs = await run(joinRows(parts, width), countOf(parts));
        handOut(parts, outputs, outputWidth);
      } catch (error) {
        for (const { call } of parts) call.reject(error);
        // the rest of a call that failed is of no use
        if (waiting[0]?.taken) waiting.shift();
      }
      if (waiting.length > 0) await nextTask();
    }
    isWorking = false;
  }

  return {
    compute: (inputs, count) =>
      new Promise((resolve, reject) => {
        // what fits into one run is copied, since it may wait while its caller fills the array anew
        const kept = count <= batchSize ? inputs.slice() : inputs;
        waiting.push({ inputs: kept, count, taken: 0, resolve, reject });
        if (!isWorking) working = work();
      }),
    idle: () => working,
  };
}

/** The samples of the next run; calls of which all are taken wait no longer. */
function takeParts(waiting: Call[], batchSize: number): Part[] {
  const parts: Part[] = [];
  let room = batchSize;
  while (room > 0 && waiting.length > 0) {
    const call = waiting[0]!;
    const start = call.taken;
    const end = Math.min(call.count, start + room);
    parts.push({ call, start, end });
    call.taken = end;
    room -= end - start;
    if (end === call.count) waiting.shift();
  }
  return parts;
}

const countOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { start, end }) => sum + end - start, 0);

function joinRows(parts: readonly Part[], width: number): Float32Array {
  const [{ call, start, end }] = parts as [Part];
  // floats of one caller go in as they are
  if (parts.length === 1 && call.inputs instanceof Float32Array) {
    return floatInputs(call.inputs, start * width, end * width);
  }
  const rows = new Float32Array(countOf(parts) * width);
  let at = 0;
  for (const { call, start, end } of parts) {
    copyInputs(call.inputs, [start * width, end * width], rows, at);
    at += (end - start) * width;
  }
  return rows;
}

/** Gives every caller its outputs, in an array of its own. */
function handOut(parts: readonly Part[], outputs: Float32Array, width: number): void {
  let at = 0;
  for (const { call, start, end } of parts) {
    const isAlone = parts.length === 1 && end - start === call.count;
    if (isAlone) call.outputs = outputs;
    else {
      call.outputs ??= new Float32Array(call.count * width);
      call.outputs.set(outputs.subarray(at, at + (end - start) * width), start * width);
    }
    at += (end - start) * width;
    if (end === call.count) call.resolve(call.outputs);
  }
}
