/**
 * Lets everything that waits for its turn run: timers, input, painting. WebAssembly answers without ever leaving the
 * thread, so a loop over it would otherwise hold up an abort by timer, or a whole page.
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
