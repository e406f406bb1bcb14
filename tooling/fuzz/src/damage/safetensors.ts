import fc, { type Arbitrary } from "fast-check";
import { anyByteDamage, joinBytes } from "./bytes.js";
import { anyJsonDamage } from "./json.js";

/** The header of a safetensors file as text, and what stands after it. */
export function partsOf(file: Uint8Array): { readonly header: string; readonly content: Uint8Array } {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return {
    header: Buffer.from(file.subarray(8, 8 + length)).toString("utf8"),
    content: file.subarray(8 + length),
  };
}

/** A safetensors file with this header and content, whatever they are. */
export function fileOf(header: string, content: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return joinBytes(length, text, content);
}

/** Valid files, of which the header is damaged as JSON, the numbers as bytes, or all of it as bytes. */
export function damagedSafetensors(
  seeds: readonly Uint8Array[],
  changeHeader: Arbitrary<(header: string) => string> = anyJsonDamage,
): Arbitrary<Uint8Array> {
  const seed = fc.nat(seeds.length - 1);
  const parts = seeds.map(partsOf);
  return fc
    .record({ seed, other: seed, where: fc.nat(5), header: changeHeader, bytes: anyByteDamage })
    .map(({ seed, other, where, header, bytes }) => {
      if (where === 0) return bytes(seeds[seed]!, seeds[other]!);
      const { header: text, content } = parts[seed]!;
      return fileOf(header(text), where === 1 ? bytes(content, parts[other]!.content) : content);
    });
}

/**
 * Damages a header: as JSON, or the JSON texts that its metadata hold. Three of four lose the digest, which readers do not
 * need to have.
 *
 * @param names - of those texts
 */
export function damagedTexts(names: readonly string[]): Arbitrary<(header: string) => string> {
  return fc
    .record({ outer: anyJsonDamage, inner: anyJsonDamage, where: fc.nat(3), keepsDigest: fc.nat(3) })
    .map(({ outer, inner, where, keepsDigest }) => (header) => {
      if (where === 0 && keepsDigest === 0) return outer(header);
      const members = JSON.parse(header) as Record<string, Record<string, string>>;
      const texts = { ...members["__metadata__"] };
      if (keepsDigest > 0) delete texts["reciprocal.digest"];
      for (const name of names) if (texts[name] !== undefined) texts[name] = inner(texts[name]);
      const damaged = JSON.stringify({ ...members, __metadata__: texts });
      return where === 1 ? outer(damaged) : damaged;
    });
}
