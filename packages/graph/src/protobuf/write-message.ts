import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { Fields, Message } from "./message.js";
import { scalars } from "./scalars.js";

/**
 * The bytes of a protobuf message, its fields in the order in which they are described.
 *
 * Long contents are copied once, into the result: messages are kept as lists of parts until all lengths are known.
 */
export function writeMessage<F extends Fields>(fields: F, message: Message<F>): Uint8Array<ArrayBuffer> {
  const parts = partsOf(fields, message);
  const bytes = new Uint8Array(lengthOf(parts));
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

function partsOf(fields: Fields, message: Readonly<Record<string, unknown>>): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const writer = new BinaryWriter();
  for (const [name, [number, type, repeated]] of Object.entries(fields)) {
    const content = message[name];
    if (content === undefined) continue;
    for (const value of repeated ? (content as readonly unknown[]) : [content]) {
      if (typeof type === "object" || type === "bytes") {
        const inner = type === "bytes" ? [value as Uint8Array] : partsOf(type, value as Message<Fields>);
        writer.tag(number, WireType.LengthDelimited).uint32(lengthOf(inner));
        parts.push(writer.finish());
        for (const part of inner) parts.push(part);
      } else {
        writer.tag(number, scalars[type].wire);
        scalars[type].write(writer, value as never);
      }
    }
  }
  parts.push(writer.finish());
  return parts;
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
