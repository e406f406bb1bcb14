/** How fast a mirror sends, in the time that was spent on waiting for it alone. */
export class Pace {
  readonly #minRate: number;
  readonly #window: number;
  /** In all, and since the pace was last looked at. */
  readonly #all = { bytes: 0, milliseconds: 0 };
  #recent = { bytes: 0, milliseconds: 0 };

  /**
   * @param minRate - bytes a second
   * @param window - milliseconds over which it is an average
   */
  constructor(minRate: number, window: number) {
    this.#minRate = minRate;
    this.#window = window;
  }

  wait(milliseconds: number): void {
    this.#all.milliseconds += milliseconds;
    this.#recent.milliseconds += milliseconds;
  }

  /** Counts bytes; after a window of waiting says what is wrong if they were too few in it. */
  gain(count: number): string | undefined {
    this.#all.bytes += count;
    this.#recent.bytes += count;
    const { bytes, milliseconds } = this.#recent;
    if (milliseconds < this.#window) return undefined;
    this.#recent = { bytes: 0, milliseconds: 0 };
    if (!this.#isBelow(bytes, milliseconds)) return undefined;
    return `sent ${bytes} bytes in ${Math.round(milliseconds)} ms, needed ${this.#minRate} a second (minRate)`;
  }

  /** Whether it sent too little in all, with so much more waiting that brought nothing. */
  isSlow(more: number): boolean {
    return this.#isBelow(this.#all.bytes, this.#all.milliseconds + more);
  }

  #isBelow(bytes: number, milliseconds: number): boolean {
    return bytes < (this.#minRate * milliseconds) / 1000;
  }
}
