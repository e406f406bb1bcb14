/** The batches of at most `size` samples that `count` samples come in: where each starts and ends. */
export function batchRanges(count: number, size: number): [start: number, end: number][] {
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => [
    i * size,
    Math.min((i + 1) * size, count),
  ]);
}
