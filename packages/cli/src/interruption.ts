const names = ["SIGINT", "SIGTERM"] as const;

/**
 * Does a work that can be stopped in good order: the first Ctrl-C, or SIGTERM, aborts the signal that it is given. Another
 * one ends the process, as it does before and after the work.
 *
 * @param onStop - called at the first
 */
export async function withInterruption<Result>(
  onStop: () => void,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const forget = (): void => names.forEach((name) => process.off(name, stop));
  const stop = (): void => {
    forget(); // without a listener, Node does what a process does at such a signal
    onStop();
    controller.abort();
  };
  for (const name of names) process.on(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    forget();
  }
}
