import { spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileError } from "@reciprocal/files";
import type { DenseValues, SpectralValues } from "./layer-values.js";
import type { SpeedData } from "./speed-data.js";
import type { SpeedMethod, SpeedSubject } from "./speed-subject.js";

export interface PytorchPeerOptions {
  dense: readonly DenseValues[];
  spectral: readonly SpectralValues[];
  learningRate: number;
}

/** What the peer says about itself. */
export interface PytorchVersion {
  readonly version: string;
  readonly threads: number;
  /** The linear-algebra libraries it has loaded. */
  readonly blas: readonly string[];
}

/** A Python process that trains by PyTorch; it stays alive, so that its repeats alternate with those of others. */
export interface PytorchPeer {
  readonly about: PytorchVersion;
  readonly subjects: readonly SpeedSubject[];
  /** Ends the process and removes its files. */
  close(): Promise<void>;
}

/**
 * Starts apps/bench/peers/pytorch_speed.py on the given data.
 *
 * @throws {Error} where no Python with torch is found
 */
export async function startPytorchPeer(
  data: SpeedData,
  { dense, spectral, learningRate }: PytorchPeerOptions,
): Promise<PytorchPeer> {
  const python = findPythonWithTorch();
  const folder = await mkdtemp(join(tmpdir(), "reciprocal-speed-"));
  const write = async (name: string, content: Parameters<typeof writeFile>[1]) => {
    const path = join(folder, name);
    await writeFile(path, content).catch((error: unknown) => {
      throw fileError(path, "written", error);
    });
  };
  await write("inputs.f32", data.inputs);
  await write("labels.i32", data.labels);
  const arrays = {
    dense: dense.flatMap(({ kernel, bias }) => [kernel, bias]),
    spectral: spectral.flatMap(({ lambdaIn, lambdaOut, phi, bias }) => [lambdaIn, lambdaOut, phi, bias]),
  };
  for (const method of ["dense", "spectral"] as const) await write(`${method}.f32`, arrays[method]);

  const child = spawn(python, [resolve(import.meta.dirname, "../../peers/pytorch_speed.py")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
  });
  const ask = conversation(child);
  const close = async () => {
    child.stdin.end();
    await rm(folder, { recursive: true, force: true });
  };

  const subject = (method: SpeedMethod): SpeedSubject => ({
    engine: "pytorch",
    method,
    prepare: async () => {
      const layers = (method === "dense" ? dense : spectral).map(({ inputs, outputs }) => [inputs, outputs]);
      await ask({ do: "prepare", method, layers, learningRate });
    },
    stage: async (batches) => {
      await ask({ do: "stage", method, batches: batches.map((rows) => [...rows]) });
    },
    steps: async () => ((await ask({ do: "steps", method })) as { loss: number }).loss,
    dispose: () => Promise.resolve(),
  });

  try {
    const about = await ask({ do: "load", folder, rows: data.rows, features: data.features });
    return { about: about as PytorchVersion, subjects: [subject("dense"), subject("spectral")], close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The first of the usual Pythons that can import torch. */
function findPythonWithTorch(): string {
  const candidates = ["python3", "/usr/bin/python3"];
  const found = candidates.find(
    (python) => spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0,
  );
  if (found) return found;
  throw new Error(
    `--peer pytorch: needs a python3 with torch, found none (tried ${candidates.join(" and ")}); ` +
      "on Debian: apt-get install python3-torch libopenblas0-pthread",
  );
}

/** A function that sends one request and waits for its answer. */
function conversation(
  child: ChildProcessByStdio<Writable, Readable, null>,
): (request: object) => Promise<object> {
  child.stdin.on("error", () => {}); // the missing answer tells it better
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { done, value } = (await answers.next()) as IteratorResult<string, undefined>;
    if (done) throw new Error("pytorch_speed.py ended before it answered; its own message is above");
    const answer = JSON.parse(value) as { error?: string };
    if (answer.error !== undefined) throw new Error(`pytorch_speed.py: ${answer.error}`);
    return answer;
  };
}
