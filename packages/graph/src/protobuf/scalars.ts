import { type BinaryReader, type BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { Scalars } from "./message.js";

/** How each kind of content stands on the wire. */
export const scalars: {
  readonly [T in keyof Scalars]: {
    readonly wire: WireType;
    write(writer: BinaryWriter, value: Scalars[T]): void;
    read(reader: BinaryReader): Scalars[T];
  };
} = {
  int: {
    wire: WireType.Varint,
    write: (writer, value) => writer.int64(value),
    read: (reader) => Number(reader.int64()),
  },
  float: {
    wire: WireType.Bit32,
    write: (writer, value) => writer.float(value),
    read: (reader) => reader.float(),
  },
  double: {
    wire: WireType.Bit64,
    write: (writer, value) => writer.double(value),
    read: (reader) => reader.double(),
  },
  text: {
    wire: WireType.LengthDelimited,
    write: (writer, value) => writer.string(value),
    read: (reader) => reader.string(true),
  },
  bytes: {
    wire: WireType.LengthDelimited,
    write: (writer, value) => writer.bytes(value),
    read: (reader) => reader.bytes(),
  },
};
