/**
 * 32 bits of plain data, such as a network: numbers, texts, flags, typed arrays, and objects and arrays of these. Data that
 * was changed in place has other bits, but in one of some billion cases. A million numbers take about a millisecond.
 */
export function fingerprint(value: unknown): number {
  if (ArrayBuffer.isView(value)) return mix(hashArray(value as Float32Array | Uint8Array), value.byteLength);
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).reduce(
      (hash, [name, inner]) => mix(mix(hash, hashText(name)), fingerprint(inner)),
      1,
    );
  }
  return hashText(`${typeof value} ${String(value)}`);
}

const mix = (hash: number, word: number): number => Math.imul(hash ^ word, 0x9e3779b1) ^ (hash >>> 15);

function hashText(text: string): number {
  let hash = 2;
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
  return hash;
}

function hashArray(array: Float32Array | Uint8Array | Uint32Array): number {
  const { buffer, byteOffset, length } = array;
  const words = array instanceof Float32Array ? new Int32Array(buffer, byteOffset, length) : array;
  // four at a time, since each multiplication waits for the one before
  let [a, b, c, d] = [3, 4, 5, 6];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    a = Math.imul(a ^ words[i]!, 0x9e3779b1) ^ (a >>> 15);
    b = Math.imul(b ^ words[i + 1]!, 0x9e3779b1) ^ (b >>> 15);
    c = Math.imul(c ^ words[i + 2]!, 0x9e3779b1) ^ (c >>> 15);
    d = Math.imul(d ^ words[i + 3]!, 0x9e3779b1) ^ (d >>> 15);
  }
  for (; i < length; i++) a = mix(a, words[i]!);
  return mix(mix(mix(a, b), c), d);
}
