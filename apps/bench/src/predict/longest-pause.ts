/**
 * The longest time that the event loop did not turn while something was done: as long may a request, a timer or an input
 * have waited.
 *
 * @returns milliseconds
 */
export async function longestPause(act: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let isDone = false;
  const turn = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await act();
  isDone = true;
  // the turn that is under way ends
  await new Promise(setImmediate);
  return longest;
}
