import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { OnnxFormatError } from "../onnx-format-error.js";
import type { Field, Fields, Message } from "./message.js";
import { refuseFormat } from "../refuse.js";
import { scalars } from "./scalars.js";

/**
 * Reads a protobuf message; fields that are not described are passed over. Bytes are views of the file, so no length is
 * believed before as many bytes are there, and messages go no deeper than their description.
 *
 * @param where - what to call the message in errors, which begin with it
 * @throws {OnnxFormatError} if the bytes end early, a field has another wire type or stands twice
 */
export function readMessage<F extends Fields>(fields: F, bytes: Uint8Array, where: string): Message<F> {
  const reader = new BinaryReader(bytes);
  const known = fieldsByNumber(fields);
  const message: Record<string, unknown> = {};
  let place = where;
  try {
    while (reader.pos < reader.len) {
      place = where;
      const [number, wire] = reader.tag();
      const field = known.get(number);
      if (field) {
        place = `${where}.${field.name}`;
        readField(message, field, { reader, wire, place });
      } else reader.skip(wire, number);
    }
  } catch (error) {
    if (error instanceof OnnxFormatError) throw error;
    refuseFormat(`${place} is broken: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  return message as Message<F>;
}

function readField(
  message: Record<string, unknown>,
  { name, type, repeated }: NamedField,
  { reader, wire, place }: { reader: BinaryReader; wire: WireType; place: string },
): void {
  const list = (message[name] ?? []) as unknown[];
  const needed = typeof type === "object" ? WireType.LengthDelimited : scalars[type].wire;
  if (repeated && needed !== wire && wire === WireType.LengthDelimited && typeof type === "string") {
    const packed = new BinaryReader(reader.bytes());
    while (packed.pos < packed.len) list.push(scalars[type].read(packed));
    message[name] = list;
    return;
  }
  if (wire !== needed) refuseFormat(`${place} must have wire type ${needed}, got ${wire}`);
  if (!repeated && message[name] !== undefined) refuseFormat(`${place} stands there twice`);
  const value =
    typeof type === "string"
      ? scalars[type].read(reader)
      : readMessage(type, reader.bytes(), repeated ? `${place}[${list.length}]` : place);
  if (repeated) list.push(value);
  message[name] = repeated ? list : value;
}

interface NamedField {
  readonly name: string;
  readonly type: Field[1];
  readonly repeated: boolean;
}

const tables = new WeakMap<Fields, ReadonlyMap<number, NamedField>>();

function fieldsByNumber(fields: Fields): ReadonlyMap<number, NamedField> {
  let table = tables.get(fields);
  if (!table) {
    table = new Map(
      Object.entries(fields).map(([name, [number, type, repeated]]) => [
        number,
        { name, type, repeated: repeated !== undefined },
      ]),
    );
    tables.set(fields, table);
  }
  return table;
}
