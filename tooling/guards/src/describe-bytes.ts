import { quote } from "./quote.js";

/** A kind of file that is given in place of another one often enough to be worth a word. */
export type ByteKind =
  | "empty"
  | "pointer"
  | "page"
  | "index"
  | "model.json"
  | "keras"
  | "pytorch"
  | "numpy"
  | "office"
  | "zip"
  | "gzip"
  | "pickle"
  | "hdf5"
  | "tflite"
  | "gguf"
  | "rcp"
  | "patch"
  | "safetensors"
  | "onnx"
  | "image"
  | "pdf"
  | "json"
  | "text";

/** What bytes look like. */
export interface ByteDescription {
  readonly kind: ByteKind;
  /** With its article, and what to do about it: "a web page, …". */
  readonly text: string;
}

interface Sign extends ByteDescription {
  readonly fits: (seen: Seen) => boolean;
}

/** What of a file the signs look at. */
interface Seen {
  readonly bytes: Uint8Array;
  /** Its first bytes, a character each. */
  readonly start: string;
  /** The same without space at the beginning, in small letters. */
  readonly words: string;
  /** Its last bytes, where a zip has the list of its files. */
  readonly end: string;
}

const seenAtStart = 4096;
const seenAtEnd = 65536;
const isZip = ({ start }: Seen) => start.startsWith("PK\x03\x04");
const isJson = ({ words }: Seen) => /^[{[]/.test(words);
const startsWith =
  (...signatures: readonly string[]) =>
  ({ start }: Seen) =>
    signatures.some((signature) => start.startsWith(signature));

/** How the fields 2 to 8 of an ONNX model begin. */
const firstFields = [0x12, 0x1a, 0x22, 0x32, 0x3a, 0x42];

/** The first that fits; what is more exact comes first. */
const signs: readonly Sign[] = [
  { kind: "empty", text: "an empty file", fits: ({ bytes }) => bytes.length === 0 },
  {
    kind: "pointer",
    text: "a pointer file of Git LFS, which only names the file; fetch the file itself (git lfs pull)",
    fits: startsWith("version https://git-lfs.github.com/", "version https://hawser.github.com/"),
  },
  {
    kind: "pointer",
    text: "a pointer file of git-annex, which only names the file; fetch the file itself (git annex get)",
    fits: ({ start }) => /^(\.\.\/)*\/?(\.git\/)?annex\/objects\//.test(start),
  },
  {
    kind: "page",
    text: "a web page; download the file itself, not the page that shows it",
    fits: ({ words }) =>
      /^(<\?xml[^>]*>\s*)?(<!--((?!-->).)*-->\s*)*<(!doctype html|html|head|body)\b/s.test(words),
  },
  {
    kind: "page",
    text: "XML, as servers send it in place of a file that they refuse",
    fits: ({ words }) => words.startsWith("<?xml") || words.startsWith("<error>"),
  },
  {
    kind: "index",
    text: "the index of safetensors files; the tensors are in the files that it names",
    fits: (seen) => isJson(seen) && `${seen.start}${seen.end}`.includes('"weight_map"'),
  },
  {
    kind: "model.json",
    text: "the model.json of TensorFlow.js, whose weights are in the files beside it",
    fits: (seen) => isJson(seen) && /"(modelTopology|weightsManifest)"/.test(`${seen.start}${seen.end}`),
  },
  {
    kind: "keras",
    text: 'a model of Keras 3 (.keras); export it from Python, as ONNX for example: model.export(path, format="onnx")',
    fits: (seen) => isZip(seen) && /model\.weights\.h5|config\.json/.test(seen.end),
  },
  {
    kind: "pytorch",
    text: "a checkpoint of PyTorch (.pt, .pth); export it from Python, with torch.onnx.export or safetensors.torch.save_file",
    fits: (seen) => isZip(seen) && /data\.pkl|constants\.pkl/.test(`${seen.start}${seen.end}`),
  },
  {
    kind: "numpy",
    text: "arrays of NumPy (.npz)",
    fits: (seen) => isZip(seen) && seen.end.includes(".npy"),
  },
  {
    kind: "office",
    text: "a document of an office program (.xlsx, .docx or the like)",
    fits: (seen) =>
      isZip(seen) && /\[Content_Types\]\.xml|mimetypeapplication/.test(`${seen.start}${seen.end}`),
  },
  { kind: "zip", text: "a zip archive; unpack it", fits: isZip },
  { kind: "gzip", text: "a gzip archive (.gz, .tgz); unpack it", fits: startsWith("\x1f\x8b") },
  {
    kind: "pickle",
    text: "a pickle of Python (.pkl, .joblib, an old .pt), which is a program; export the model from Python",
    fits: ({ bytes }) => bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5,
  },
  {
    kind: "hdf5",
    text: "an HDF5 file (.h5), as Keras saves models and weights; export it from Python, for TensorFlow.js or as ONNX",
    fits: startsWith("\x89HDF\r\n\x1a\n"),
  },
  { kind: "numpy", text: "an array of NumPy (.npy)", fits: startsWith("\x93NUMPY") },
  {
    kind: "tflite",
    text: "a model of TensorFlow Lite (.tflite)",
    fits: ({ start }) => start.slice(4, 8) === "TFL3",
  },
  { kind: "gguf", text: "a language model (.gguf)", fits: startsWith("GGUF") },
  { kind: "rcp", text: "a compact file of a network (.rcp)", fits: startsWith("RCPN") },
  { kind: "patch", text: "a patch for a network (.rcpd)", fits: startsWith("RCPD") },
  {
    kind: "image",
    text: "an image",
    fits: startsWith("\x89PNG\r\n", "\xff\xd8\xff", "GIF8", "II*\0", "MM\0*"),
  },
  { kind: "pdf", text: "a PDF document", fits: startsWith("%PDF-") },
  {
    kind: "safetensors",
    text: "a safetensors file",
    // the length of the header, below 2³², then the header, which is JSON
    fits: ({ start }) => start.slice(4, 8) === "\0\0\0\0" && start[8] === "{",
  },
  {
    kind: "onnx",
    text: "an ONNX model",
    // the version of the format (field 1, a small number), then a field of some bytes: producer, domain, text, graph, …
    fits: ({ bytes }) =>
      bytes[0] === 8 && bytes[1]! >= 3 && bytes[1]! <= 31 && firstFields.includes(bytes[2]!),
  },
  { kind: "json", text: "JSON", fits: (seen) => isJson(seen) && isText(seen.start) },
];

/**
 * What bytes look like by their signature, for an error that says what was given in place of the file that was asked for;
 * undefined if nothing is recognized. It is a guess: nothing is read that comes after the signature.
 */
export function describeBytes(bytes: Uint8Array): ByteDescription | undefined {
  const start = latin1(bytes.subarray(0, seenAtStart));
  const words = start.replace(/^(\xef\xbb\xbf)?\s+|^\xef\xbb\xbf/, "").toLowerCase();
  const seen: Seen = { bytes, start, words, end: latin1(bytes.subarray(-seenAtEnd)) };
  const found = signs.find(({ fits }) => fits(seen));
  if (found) return { kind: found.kind, text: found.text };
  if (!isText(start)) return undefined;
  const line = start.trim().split("\n", 1)[0]!.trim();
  return {
    kind: "text",
    text: `text that begins ${quote(line, 40)}`,
  };
}

/**
 * The end of an error about bytes that could not be read: "; it looks like a web page, …", or nothing if they look like
 * what was needed, or like nothing known.
 */
export function looksLike(bytes: Uint8Array, needed?: ByteKind): string {
  const found = describeBytes(bytes);
  return found && found.kind !== needed ? `; it looks like ${found.text}` : "";
}

/** Whether there is something, and nothing but what a person could have typed. */
function isText(start: string): boolean {
  const isTyped = (character: string) =>
    character >= " " ? character !== "\x7f" : "\t\n\v\f\r".includes(character);
  return /\S/.test(start) && [...start].every(isTyped);
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
