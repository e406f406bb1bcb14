import { looksLike, quote } from "@reciprocal/guards";
import type { TensorProto } from "@reciprocal/graph";
import { refuseFormat, refuseUnsupported } from "./refuse.js";

/** Gets the bytes of a file beside the model, by its path from the folder of the model, with `/` between folders. */
export type ReadExternal = (location: string) => Uint8Array;

/** The files beside a model that hold numbers of it. */
export class ExternalData {
  private readonly files = new Map<string, Uint8Array>();
  private total = 0;

  constructor(private readonly read: ReadExternal | undefined) {}

  /** Bytes of all files that were read. */
  get length(): number {
    return this.total;
  }

  /**
   * A tensor with its data inside; the same one if they are.
   *
   * @throws {OnnxFormatError} without a reader, for a place outside of the folder, or bytes that the file does not have
   */
  inside(tensor: TensorProto, where: string): TensorProto {
    const { externalData = [], dataLocation = 0, ...rest } = tensor;
    if (dataLocation === 0 && externalData.length === 0) return tensor;
    const entry = (key: string) => externalData.find((one) => one.key === key)?.value;
    const location = insideFolder(entry("location") ?? "", where);
    if (!this.read) {
      refuseUnsupported(
        `${where} has its data in the file ${quote(location)} beside the model; give readExternal, which gets its bytes`,
      );
    }
    const file = this.fileAt(location, where, this.read);
    const offset = wholeNumber(entry("offset") ?? "0", "offset", where);
    const length = wholeNumber(entry("length") ?? String(Math.max(0, file.length - offset)), "length", where);
    if (!(offset + length <= file.length)) {
      refuseFormat(
        `${where} has ${length} bytes from ${offset} on in the file ${quote(location)}, which has ${file.length}` +
          (looksLike(file) || "; was it cut, or is it of another model?"),
      );
    }
    return { ...rest, rawData: file.subarray(offset, offset + length) };
  }

  private fileAt(location: string, where: string, read: ReadExternal): Uint8Array {
    let file = this.files.get(location);
    if (!file) {
      const got: unknown = read(location);
      if (!(got instanceof Uint8Array)) {
        throw new TypeError(
          `decodeOnnx: readExternal must give a Uint8Array for ${quote(location)}, of which ${where} is a part, got ${got === null ? "null" : typeof got}`,
        );
      }
      file = got;
      this.files.set(location, file);
      this.total += file.length;
    }
    return file;
  }
}

/** A model may name any path, but only those in its own folder are its business. */
function insideFolder(location: string, where: string): string {
  const parts = location.split("/").filter((part) => part !== ".");
  const isInside = parts.length > 0 && parts.every((part) => part !== "" && part !== "..");
  if (isInside && !/[\\:\0]/.test(location)) return parts.join("/");
  return refuseUnsupported(
    `${where} has its data in ${quote(location)}, which is no path inside the folder of the model`,
  );
}

function wholeNumber(text: string, name: string, where: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  return refuseFormat(`${where} has the ${name} ${quote(text)} of its data; it must be a whole number`);
}
