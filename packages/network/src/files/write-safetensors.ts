import { ShapeError } from "@reciprocal/spectral";
import { shapeSize } from "../shape.js";
import { compareText } from "./internal/compare-text.js";
import { tensorTypes } from "./internal/tensor-types.js";
import type { Tensor } from "./tensor.js";

/** Bytes of the largest header that the format allows. */
export const longestHeader = 100_000_000;

/**
 * Tensors by name as the bytes of a safetensors file (github.com/huggingface/safetensors): the largest types first, by
 * name among equals, so that every tensor is aligned. The same tensors in another order give the same bytes.
 *
 * @param metadata - texts by name that the file carries along
 * @returns a new array
 * @throws {TypeError} for an unknown dtype, data of another type, or metadata that is not text
 * @throws {ShapeError} where the shape does not fit the data
 * @throws {RangeError} for the name `__metadata__`, which is taken, a BOOL that is neither 0 nor 1, or a header above 100 MB
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries = Object.entries(tensors).map(([name, tensor]) => {
    checkTensor(`writeSafetensors: ${name}`, name, tensor);
    return { name, ...tensor, rules: tensorTypes[tensor.dtype] };
  });
  entries.sort((a, b) => b.rules.size - a.rules.size || compareText(a.name, b.name));

  const members: (readonly [name: string, value: unknown])[] = [];
  const texts = Object.entries(metadata).sort(([a], [b]) => compareText(a, b));
  for (const [name, text] of texts) {
    if (typeof text === "string") continue;
    throw new TypeError(`writeSafetensors: metadata ${name} must be text, got ${typeof text}`);
  }
  if (texts.length > 0) members.push(["__metadata__", Object.fromEntries(texts)]);
  let end = 0;
  for (const { name, dtype, shape, data, rules } of entries) {
    const begin = end;
    end += rules.size * data.length;
    members.push([name, { dtype, shape, data_offsets: [begin, end] }]);
  }
  const header = encodeHeader(members);
  const file = new Uint8Array(8 + header.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  let at = 8 + header.length;
  for (const { data, rules } of entries) {
    file.set(rules.write(data), at);
    at += rules.size * data.length;
  }
  return file;
}

function checkTensor(where: string, name: string, { dtype, shape, data }: Tensor): void {
  if (name === "__metadata__")
    throw new RangeError(`${where} must have another name, which the format keeps`);
  if (!Object.hasOwn(tensorTypes, dtype)) {
    throw new TypeError(
      `${where}: dtype must be one of ${Object.keys(tensorTypes).join(", ")}, got ${String(dtype)}`,
    );
  }
  if (!tensorTypes[dtype].isArray(data)) {
    throw new TypeError(`${where}: data of ${dtype} must be its typed array, got ${typeof data}`);
  }
  if (!(shape.every((size) => Number.isSafeInteger(size) && size >= 0) && shapeSize(shape) === data.length)) {
    throw new ShapeError(`${where}: shape must fit the ${data.length} values, got [${shape.join(", ")}]`);
  }
  if (dtype !== "BOOL") return;
  const wrong = data.find((value) => value > 1);
  if (wrong !== undefined) throw new RangeError(`${where}: BOOL must be 0 or 1, got ${wrong}`);
}

/** JSON, with spaces at its end so that the numbers after it start at a multiple of 8. */
function encodeHeader(members: readonly (readonly [string, unknown])[]): Uint8Array {
  // joined here, since an object would put names such as "0" before all others
  const json = `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
  const bytes = new TextEncoder().encode(json);
  const length = 8 * Math.ceil(bytes.length / 8);
  if (!(length <= longestHeader)) {
    throw new RangeError(`writeSafetensors: the header may have ${longestHeader} bytes, got ${length}`);
  }
  const header = new Uint8Array(length).fill(0x20);
  header.set(bytes);
  return header;
}
