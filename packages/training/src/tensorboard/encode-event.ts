import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** What a file of events holds: its version first, then numbers by name. */
export interface Event {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** Where on the horizontal axis; 0 or more. */
  readonly step?: number;
  /** What the first event of a file says, and no other. */
  readonly fileVersion?: string;
  readonly scalars?: Readonly<Record<string, number>>;
}

/** The bytes of a message `Event` of `tensorflow/core/util/event.proto`; numbers are kept as float32. */
export function encodeEvent({ wallTime, step, fileVersion, scalars }: Event): Uint8Array {
  const writer = new BinaryWriter().tag(1, WireType.Bit64).double(wallTime);
  if (step !== undefined) writer.tag(2, WireType.Varint).int64(step);
  if (fileVersion !== undefined) writer.tag(3, WireType.LengthDelimited).string(fileVersion);
  if (scalars !== undefined) {
    writer.tag(5, WireType.LengthDelimited).fork(); // summary
    for (const [tag, value] of Object.entries(scalars)) {
      writer.tag(1, WireType.LengthDelimited).fork(); // value
      writer.tag(1, WireType.LengthDelimited).string(tag);
      writer.tag(2, WireType.Bit32).float(value); // simple_value
      writer.join();
    }
    writer.join();
  }
  return writer.finish();
}
