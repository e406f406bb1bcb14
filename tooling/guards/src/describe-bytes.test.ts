import { describe, expect, it } from "vitest";
import { describeBytes, looksLike } from "./describe-bytes.js";

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A zip with empty files of these names, stored: a header for each, and the list of them at the end. */
function zipOf(...names: readonly string[]): string {
  const u16 = (value: number) => String.fromCharCode(value & 255, value >> 8);
  const heads = names.map((name) => `PK\x03\x04\x14\0${"\0".repeat(20)}${u16(name.length)}\0\0${name}`);
  const list = names.map(
    (name) => `PK\x01\x02\x14\0\x14\0${"\0".repeat(20)}${u16(name.length)}${"\0".repeat(16)}${name}`,
  );
  return [...heads, ...list, `PK\x05\x06${"\0".repeat(18)}`].join("");
}

// beginnings of files that the tools wrote: PyTorch 2.13, NumPy 2.4, Keras 3.15, Python 3.11, Git LFS 3
const files: readonly (readonly [kind: string, content: string, text: RegExp])[] = [
  ["empty", "", /^an empty file$/],
  [
    "pointer",
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    /Git LFS.*git lfs pull/,
  ],
  ["pointer", "/annex/objects/SHA256E-s31390--f50d.onnx\n", /git-annex/],
  ["page", "\n<!DOCTYPE html>\n<html>", /^a web page/],
  ["page", '\xef\xbb\xbf<html lang="en">', /^a web page/],
  ["page", "<!-- saved --> <!-- twice -->\n<html>", /^a web page/],
  ["page", '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC>', /^a web page/],
  ["page", '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code>', /^XML, as servers/],
  [
    "index",
    '{"metadata": {"total_size": 1}, "weight_map": {"a": "model-00001-of-00002.safetensors"}}',
    /^the index of/,
  ],
  [
    "model.json",
    '{"format":"layers-model","modelTopology":{"keras_version":"3.0"}}',
    /^the model\.json of TensorFlow\.js/,
  ],
  ["keras", zipOf("metadata.json", "config.json", "model.weights.h5"), /Keras 3 \(\.keras\)/],
  ["pytorch", zipOf("a/data.pkl", "a/byteorder", "a/data/0", "a/version"), /PyTorch/],
  ["numpy", zipOf("x.npy"), /\.npz/],
  ["office", zipOf("[Content_Types].xml", "xl/workbook.xml"), /office/],
  ["zip", zipOf("readme.md"), /^a zip archive; unpack it$/],
  ["gzip", "\x1f\x8b\x08\0\0\0\0\0\0\x03", /^a gzip/],
  ["pickle", "\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80", /pickle.*program/],
  ["pickle", "\x80\x04\x95\n\0\0\0\0\0\0\0}\x94\x8c\x01a", /pickle/],
  ["hdf5", "\x89HDF\r\n\x1a\n\0\0\0\0\0\x08\x08\0", /HDF5.*Keras/],
  ["numpy", "\x93NUMPY\x01\0v\0{'descr'", /\.npy/],
  ["tflite", "\x1c\0\0\0TFL3\x14\0", /TensorFlow Lite/],
  ["gguf", "GGUF\x03\0\0\0", /language model/],
  ["rcp", "RCPN\x01\0\0\0", /\.rcp\)/],
  ["patch", "RCPD\x01\0\0\0", /\.rcpd\)/],
  ["image", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", /image/],
  ["image", "\xff\xd8\xff\xe0\0\x10JFIF", /image/],
  ["pdf", "%PDF-1.7\n", /PDF/],
  ["safetensors", '\x10\0\0\0\0\0\0\0{"w":{"dtype":"F32"', /^a safetensors file$/],
  ["onnx", "\x08\t\x12\x07pytorch\x1a\x062.13.0:", /^an ONNX model$/],
  ["json", '{"layers": []}', /^JSON$/],
  ["text", "weight,height\n1,2\n", /^text that begins "weight,height"$/],
];

describe("describeBytes", () => {
  it.each(files)("knows %s: %j", (kind, content, text) => {
    expect(describeBytes(bytesOf(content))).toEqual({ kind, text: expect.stringMatching(text) as string });
  });

  it("says nothing of bytes that it does not know", () => {
    expect(describeBytes(Uint8Array.of(0, 1, 2, 3))).toBeUndefined();
    expect(describeBytes(Uint8Array.of(0x08))).toBeUndefined();
    expect(describeBytes(bytesOf("\n \n"))).toBeUndefined();
    expect(describeBytes(new Uint8Array(100_000))).toBeUndefined();
  });

  it("takes no longer for comments without end", () => {
    expect(describeBytes(bytesOf("<!---->".repeat(500)))?.kind).toBe("text");
  });

  it("ends on any bytes, cut anywhere", () => {
    for (const [, content] of files) {
      for (let length = 0; length <= content.length; length++) {
        expect(() => describeBytes(bytesOf(content.slice(0, length)))).not.toThrow();
      }
    }
  });
});

describe("looksLike", () => {
  it("ends an error, unless the bytes look like what was needed", () => {
    expect(looksLike(bytesOf("%PDF-1.7"), "onnx")).toBe("; it looks like a PDF document");
    expect(looksLike(bytesOf("RCPN"), "rcp")).toBe("");
    expect(looksLike(Uint8Array.of(0, 1, 2, 3))).toBe("");
  });
});
