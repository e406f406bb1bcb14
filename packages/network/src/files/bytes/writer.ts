import { setFloat16 } from "@petamoriken/float16";
import type { SpectraFormat } from "../options.js";

/** Collects the parts of a file; every number is little-endian. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  bytes(part: Uint8Array): void {
    this.#parts.push(part);
    this.#length += part.length;
  }

  u8(value: number): void {
    this.bytes(Uint8Array.of(value));
  }

  /** @throws {RangeError} if `value`, called `what`, does not fit */
  u32(value: number, what: string): void {
    if (!(value <= 0xffffffff)) throw new RangeError(`${what} must be below 2^32 in a file, got ${value}`);
    this.#view(4).setUint32(0, value, true);
  }

  u64(value: number): void {
    this.#view(8).setBigUint64(0, BigInt(value), true);
  }

  f64(value: number): void {
    this.#view(8).setFloat64(0, value, true);
  }

  /** @throws {RangeError} if one of the values, called `what`, is too large for float16 */
  floats(values: Float32Array, format: SpectraFormat, what: string): void {
    if (format === "float32") {
      const view = this.#view(4 * values.length);
      values.forEach((value, index) => view.setFloat32(4 * index, value, true));
      return;
    }
    const view = this.#view(2 * values.length);
    values.forEach((value, index) => {
      // 65520 is the smallest number that rounds to infinity
      if (!(Math.abs(value) < 65520)) {
        throw new RangeError(
          `${what} must be from -65504 to 65504 as float16, got ${value} at index ${index}`,
        );
      }
      setFloat16(view, 2 * index, value, true);
    });
  }

  /** All parts, one after another. */
  finish(): Uint8Array {
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  #view(length: number): DataView {
    const part = new Uint8Array(length);
    this.bytes(part);
    return new DataView(part.buffer);
  }
}
