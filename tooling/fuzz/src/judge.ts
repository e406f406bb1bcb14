import { getHeapStatistics } from "node:v8";
import { Finding, type Target } from "./target.js";

/** What became of one input. */
export interface Verdict {
  readonly isAccepted: boolean;
  /** Of processor time, or of the clock where that is less: neither other programs nor threads that help count. */
  readonly milliseconds: number;
  /** Allocated while reading, as far as nothing was collected meanwhile. */
  readonly bytes: number;
}

const longestMessage = 2000;
// a message must not change what a terminal shows
const control = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Reads one input and checks all that must hold.
 *
 * @throws {Finding} for what does not
 */
export async function judge(target: Target, input: Uint8Array): Promise<Verdict> {
  const first = await attempt(target, input);
  const limit = target.milliseconds ?? 1000;
  if (first.milliseconds <= limit) return first;
  const again = await attempt(target, input); // garbage of other inputs may have been collected
  if (again.milliseconds <= limit) return again;
  throw new Finding(
    `must be read in ${limit} ms, took ${Math.round(first.milliseconds)} and ${Math.round(again.milliseconds)}`,
  );
}

async function attempt(target: Target, input: Uint8Array): Promise<Verdict> {
  const copy = new Uint8Array(input); // slice of a Buffer would be the same bytes
  const memory = allocated();
  const start = performance.now();
  const used = process.cpuUsage();
  let outcome: { readonly value: unknown } | { readonly error: unknown };
  try {
    const read = target.read(input);
    outcome = { value: read instanceof Promise ? await read : read };
  } catch (error) {
    outcome = { error };
  }
  const { user, system } = process.cpuUsage(used);
  const milliseconds = Math.min(performance.now() - start, (user + system) / 1000);
  const bytes = allocated() - memory;
  if (!sameBytes(copy, input)) throw new Finding("must not modify its input");
  if ("error" in outcome) checkError(target, outcome.error);
  const justified = target.memory?.(input) ?? 100 * input.length + 16e6;
  if (bytes > justified) {
    throw new Finding(`must allocate at most ${justified} bytes for ${input.length}, allocated ${bytes}`);
  }
  if ("value" in outcome) await target.check?.(outcome.value, input);
  return { isAccepted: "value" in outcome, milliseconds, bytes };
}

/** @throws {Finding} for an error that the reader may not throw, or one that cannot be shown as it is */
export function checkError(target: Pick<Target, "permits">, error: unknown): void {
  if (error instanceof Finding) throw error;
  if (!(error instanceof Error)) throw new Finding(`must throw an Error, threw ${typeof error}`);
  const { name, message } = error;
  const shown = `${name}: ${JSON.stringify(message.slice(0, 300))}`;
  if (!target.permits(error))
    throw new Finding(`must throw one of its errors, threw ${shown}`, { cause: error });
  if (message.length > longestMessage) {
    throw new Finding(
      `must have a message of at most ${longestMessage} characters, got ${message.length}: ${shown}`,
    );
  }
  if (control.test(message)) throw new Finding(`must have a message that can be shown, got ${shown}`);
}

function allocated(): number {
  const { used_heap_size: heap, external_memory: buffers } = getHeapStatistics();
  return heap + buffers;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
