import fc, { type Arbitrary } from "fast-check";

/** One change of bytes: what is done where, with which number, to how many. */
interface Damage {
  readonly kind: keyof typeof kinds;
  readonly at: number;
  readonly value: number;
  readonly length: number;
}

type Change = (bytes: Uint8Array, damage: Omit<Damage, "kind">, other: Uint8Array) => Uint8Array;

/** Numbers at which readers go wrong: none, one, limits of signed and unsigned, and powers of two. */
const integers = [
  0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x3ff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffff, 0x1000000,
  0x10000000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];
const floats = [
  0,
  -0,
  1,
  -1,
  NaN,
  Infinity,
  -Infinity,
  5e-324,
  1e-45,
  3.4028234663852886e38,
  65504,
  65520,
  1e300,
];

/** The place is a share of the bytes, so that small ones stay small while fast-check shrinks. */
const place = (bytes: Uint8Array, at: number) => at % (bytes.length + 1);

/** A copy in which `width` bytes from a place on are set, as far as they are there. */
function set(bytes: Uint8Array, at: number, width: number, write: (view: DataView) => void): Uint8Array {
  const number = new Uint8Array(8);
  write(new DataView(number.buffer));
  const copy = new Uint8Array(bytes);
  const start = place(bytes, at);
  copy.set(number.subarray(0, Math.min(width, copy.length - start)), start);
  return copy;
}

const pick = <Item>(list: readonly Item[], index: number): Item => list[index % list.length]!;

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const kinds = {
  flipBit: (bytes, { at, value }) => {
    const copy = new Uint8Array(bytes);
    if (copy.length > 0) copy[at % copy.length]! ^= 1 << (value % 8);
    return copy;
  },
  setByte: (bytes, { at, value }) => set(bytes, at, 1, (view) => view.setUint8(0, value % 256)),
  setLimit: (bytes, { at, value }) =>
    set(bytes, at, 1, (view) => view.setUint8(0, pick(integers, value) % 256)),
  setInt16: (bytes, { at, value, length }) =>
    set(bytes, at, 2, (view) => view.setUint16(0, pick(integers, value) % 0x10000, length % 2 === 0)),
  setInt32: (bytes, { at, value, length }) =>
    set(bytes, at, 4, (view) => view.setUint32(0, pick(integers, value), length % 4 > 0)),
  setInt64: (bytes, { at, value, length }) =>
    set(bytes, at, 8, (view) => {
      view.setBigUint64(0, BigInt(pick(integers, value)) << BigInt(pick([0, 0, 21, 31, 32], length)), true);
    }),
  setFloat32: (bytes, { at, value }) =>
    set(bytes, at, 4, (view) => view.setFloat32(0, pick(floats, value), true)),
  setFloat64: (bytes, { at, value }) =>
    set(bytes, at, 8, (view) => view.setFloat64(0, pick(floats, value), true)),
  addTo32: (bytes, { at, value, length }) => {
    const start = place(bytes, at);
    const before =
      bytes.length - start < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(start, true);
    const step = (value % 5) + 1;
    return set(bytes, at, 4, (view) => view.setUint32(0, before + (length % 2 === 0 ? step : -step), true));
  },
  cutEnd: (bytes, { at }) => bytes.subarray(0, place(bytes, at)),
  remove: (bytes, { at, length }) => {
    const start = place(bytes, at);
    return joinBytes(bytes.subarray(0, start), bytes.subarray(start + length));
  },
  repeat: (bytes, { at, value, length }) => {
    const start = place(bytes, at);
    const part = bytes.subarray(start, start + length);
    const times = Array.from({ length: 1 + (value % 4) }, () => part);
    return joinBytes(bytes.subarray(0, start), ...times, bytes.subarray(start));
  },
  move: (bytes, { at, value, length }) => {
    const part = bytes.subarray(place(bytes, at), place(bytes, at) + length);
    const copy = new Uint8Array(bytes);
    const start = value % (copy.length + 1);
    copy.set(part.subarray(0, copy.length - start), start);
    return copy;
  },
  insert: (bytes, { at, value, length }) => {
    const start = place(bytes, at);
    return joinBytes(bytes.subarray(0, start), new Uint8Array(length).fill(value), bytes.subarray(start));
  },
  splice: (bytes, { at, value }, other) =>
    joinBytes(bytes.subarray(0, place(bytes, at)), other.subarray(place(other, value))),
  take: (bytes, { at, value, length }, other) => {
    const start = place(bytes, at);
    const part = other.subarray(place(other, value), place(other, value) + length);
    return joinBytes(bytes.subarray(0, start), part, bytes.subarray(start + length));
  },
} satisfies Record<string, Change>;

const names = Object.keys(kinds) as (keyof typeof kinds)[];

/** Half of the changes are near the beginning, where headers are. */
const anyPlace = fc.oneof(fc.nat(64), fc.nat(0xffff));

const anyDamage: Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom(...names),
  at: anyPlace,
  value: fc.nat(0xffff),
  length: fc.nat(16),
});

/** A function that damages bytes: none to five changes after each other. */
export const anyByteDamage: Arbitrary<(bytes: Uint8Array, other: Uint8Array) => Uint8Array> = fc
  .array(anyDamage, { maxLength: 5 })
  .map(
    (damages) => (bytes, other) =>
      damages.reduce((now, { kind, ...damage }) => kinds[kind](now, damage, other), bytes),
  );

/**
 * Valid files, damaged.
 *
 * @param repair - mends what tells that they are damaged, such as a checksum; three of four inputs are repaired
 */
export function damaged(
  seeds: readonly Uint8Array[],
  repair?: (bytes: Uint8Array) => Uint8Array,
): Arbitrary<Uint8Array> {
  const seed = fc.nat(seeds.length - 1);
  return fc
    .record({ seed, other: seed, damage: anyByteDamage, repaired: fc.nat(3) })
    .map(({ seed, other, damage, repaired }) => {
      const bytes = damage(seeds[seed]!, seeds[other]!);
      return repair && repaired > 0 ? repair(bytes) : bytes;
    });
}
