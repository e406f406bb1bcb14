/** Timers, input and painting wait no longer than this, and one step. */
const taskMilliseconds = 16;

/** Says when everything else that waits for the thread should have its turn. */
export class Turns {
  #last = performance.now();

  isDue(): boolean {
    return performance.now() - this.#last > taskMilliseconds;
  }

  /** Lets everything that waits run. */
  async take(): Promise<void> {
    await nextTask();
    this.#last = performance.now();
  }
}

/**
 * Lets timers, input and painting run. WebAssembly answers without ever leaving the thread, so a loop over it would
 * otherwise hold up an abort by timer, or a whole page.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
      return;
    }
    // browsers delay nested timers by 4 ms, messages not at all
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
