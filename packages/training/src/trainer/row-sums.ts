import type { Inputs } from "@reciprocal/network";

/** A sum over the bits of every row, by which a row that was changed in place is told from the one it was. */
export class RowSums {
  readonly #words: Uint32Array | Uint8Array;
  readonly #width: number;
  readonly #sums: Int32Array;

  constructor(inputs: Inputs, width: number) {
    const { buffer, byteOffset, length } = inputs;
    this.#words = inputs instanceof Float32Array ? new Uint32Array(buffer, byteOffset, length) : inputs;
    this.#width = width;
    this.#sums = Int32Array.from({ length: length / width }, (_, row) => this.#sumOf(row));
  }

  isSame(row: number): boolean {
    return this.#sumOf(row) === this.#sums[row];
  }

  #sumOf(row: number): number {
    const [words, width] = [this.#words, this.#width];
    const start = row * width;
    let sum = 0;
    // odd factors, so that every single change changes the sum, and so do numbers that change places
    for (let i = 0; i < width; i++) sum = (sum + Math.imul(words[start + i]!, 2 * i + 1)) | 0;
    return sum;
  }
}
