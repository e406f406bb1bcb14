import { getFloat16 } from "@petamoriken/float16";
import { FileFormatError } from "../error.js";
import type { SpectraFormat } from "../options.js";

/** Reads the parts of a file in order; whether the bytes are there is checked before anything is allocated for them. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #where: string;
  #at = 0;
  #last = 0;

  /** @param where - the function that reads, for its errors */
  constructor(bytes: Uint8Array, where: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#where = where;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** The error, not thrown, for what is wrong with the part that was just read. */
  error(what: string): FileFormatError {
    return new FileFormatError(`${this.#where}: ${what} (byte ${this.#last})`);
  }

  /** A view, not a copy. */
  bytes(part: string, length: number): Uint8Array {
    const at = this.#take(part, length);
    return this.#bytes.subarray(at, at + length);
  }

  u8(part: string): number {
    return this.#view.getUint8(this.#take(part, 1));
  }

  u32(part: string): number {
    return this.#view.getUint32(this.#take(part, 4), true);
  }

  u64(part: string): number {
    return Number(this.#view.getBigUint64(this.#take(part, 8), true));
  }

  f64(part: string): number {
    return this.#view.getFloat64(this.#take(part, 8), true);
  }

  floats(part: string, count: number, format: SpectraFormat): Float32Array {
    const size = format === "float32" ? 4 : 2;
    const start = this.#take(part, size * count);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const at = start + size * i;
      values[i] = size === 4 ? this.#view.getFloat32(at, true) : getFloat16(this.#view, at, true);
    }
    return values;
  }

  u32s(part: string, count: number): Uint32Array {
    const start = this.#take(part, 4 * count);
    return Uint32Array.from({ length: count }, (_, index) => this.#view.getUint32(start + 4 * index, true));
  }

  /** @throws {FileFormatError} if bytes are left */
  finish(): void {
    const left = this.#bytes.length - this.#at;
    if (left !== 0) {
      throw new FileFormatError(`${this.#where}: the last part must end the file, got ${left} more bytes`);
    }
  }

  #take(part: string, length: number): number {
    const at = this.#at;
    const left = this.#bytes.length - at;
    if (!(length <= left)) {
      throw new FileFormatError(
        `${this.#where}: ${part} at byte ${at} needs ${length} bytes, got ${left} before the digest`,
      );
    }
    this.#at += length;
    this.#last = at;
    return at;
  }
}
