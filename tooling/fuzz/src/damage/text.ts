import fc, { type Arbitrary } from "fast-check";
import { anyByteDamage } from "./bytes.js";

/** What tables, lists of names and lines trip over. */
const pieces = [
  ...[
    ",",
    ";",
    "\t",
    "|",
    '"',
    '""',
    "\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "#",
    "sep=;\n",
    "\uFEFF",
    "\uFFFD",
    "\0",
    "\u001b[2J",
    "\u2028",
    "\u202e",
  ],
  ...[
    "NA",
    "?",
    "-",
    "null",
    "NaN",
    "Infinity",
    "-0",
    "1e400",
    "1,5",
    "1.5",
    "1.000.000",
    "0x10",
    "1_000",
    ".5",
    "5.",
    "+1",
    "１２",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "",
    "é",
    "\ud83d\ude00",
    "\ud800",
    "'",
    "\\",
    "=1+1",
    "x".repeat(3000),
    ",".repeat(500),
    "\n".repeat(300),
  ],
  ...["9".repeat(400), '"'.repeat(301), " ".repeat(2000)],
];

type Change = (text: string, at: number, value: number, length: number) => string;

const place = (text: string, at: number) => at % (text.length + 1);
const cut = (text: string, at: number, length: number, between: string) => {
  const start = place(text, at);
  return text.slice(0, start) + between + text.slice(start + length);
};
const lines = (text: string, change: (lines: string[], index: number) => string[], at: number) => {
  const all = text.split("\n");
  return change(all, at % all.length).join("\n");
};

const changes: readonly Change[] = [
  (text, at, value) => cut(text, at, 0, pieces[value % pieces.length]!),
  (text, at, value, length) => cut(text, at, length, pieces[value % pieces.length]!),
  (text, at, _, length) => cut(text, at, length, ""),
  (text, at, value, length) => cut(text, at, 0, text.slice(place(text, value), place(text, value) + length)),
  (text, at) => text.slice(0, place(text, at)),
  (text, at) => lines(text, (all, index) => all.filter((_, where) => where !== index), at),
  (text, at) => lines(text, (all, index) => [...all, all[index]!], at),
  (text, at, value) => lines(text, (all, index) => all.with(index, all[value % all.length]!), at),
  (text, _, value) => text.replaceAll(pieces[value % 4]!, pieces[(value >> 3) % 10]!),
  (text, _, value) => text.replaceAll("\n", ["\r\n", "\r", "\n\n", " \n"][value % 4]!),
];

/** A function that damages text: none to five changes after each other, where its cells and lines are. */
export const anyTextDamage: Arbitrary<(text: string) => string> = fc
  .array(fc.tuple(fc.nat(changes.length - 1), fc.nat(0xffff), fc.nat(0xffff), fc.nat(12)), { maxLength: 5 })
  .map(
    (damages) => (text) =>
      damages.reduce(
        (now, [kind, at, value, length]) =>
          now.length > 20_000 ? now : changes[kind]!(now, at, value, length),
        text,
      ),
  );

/** Valid texts, damaged as text and sometimes as bytes. */
export function damagedText(seeds: readonly string[]): Arbitrary<Uint8Array> {
  return fc
    .record({
      seed: fc.constantFrom(...seeds),
      text: anyTextDamage,
      bytes: anyByteDamage,
      asBytes: fc.nat(4),
    })
    .map(({ seed, text, bytes, asBytes }) => {
      const damaged = Buffer.from(text(seed));
      return asBytes === 0 ? bytes(damaged, Buffer.from(seed)) : damaged;
    });
}
