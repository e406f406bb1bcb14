import fc, { type Arbitrary } from "fast-check";

/** Which fields of a message are messages themselves, of onnx.proto. */
interface Messages {
  readonly [field: number]: Messages;
}
const entry: Messages = {};
const tensor: Messages = { 13: entry };
const attribute: Messages = { 5: tensor };
const node: Messages = { 5: attribute };
const type: Messages = { 1: { 2: { 1: {} } } };
const value: Messages = { 2: type };
const graph: Messages = { 1: node, 5: tensor, 11: value, 12: value };
const model: Messages = { 7: graph, 8: {}, 14: entry };

type Content =
  | { readonly kind: "varint"; readonly value: bigint }
  | { readonly kind: "fixed"; readonly bytes: Uint8Array }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "message"; readonly fields: readonly Field[] };
interface Field {
  readonly number: number;
  readonly content: Content;
}

function readVarint(bytes: Uint8Array, at: number): [value: bigint, next: number] {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = bytes[at++]!;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
  }
}

function readFields(bytes: Uint8Array, messages: Messages): Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [tag, start] = readVarint(bytes, at);
    const number = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    if (wire === 0) {
      const [value, next] = readVarint(bytes, start);
      fields.push({ number, content: { kind: "varint", value } });
      at = next;
    } else if (wire === 2) {
      const [length, next] = readVarint(bytes, start);
      at = next + Number(length);
      const inner = bytes.slice(next, at);
      const known = messages[number];
      fields.push({
        number,
        content: known
          ? { kind: "message", fields: readFields(inner, known) }
          : { kind: "bytes", bytes: inner },
      });
    } else {
      at = start + (wire === 1 ? 8 : 4);
      fields.push({ number, content: { kind: "fixed", bytes: bytes.slice(start, at) } });
    }
  }
  return fields;
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return bytes;
}

function writeFields(fields: readonly Field[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { number, content } of fields) {
    const tag = (wire: number) => varint((BigInt(number) << 3n) | BigInt(wire));
    if (content.kind === "varint") parts.push(Uint8Array.from([...tag(0), ...varint(content.value)]));
    else if (content.kind === "fixed")
      parts.push(Uint8Array.from(tag(content.bytes.length === 8 ? 1 : 5)), content.bytes);
    else {
      const bytes = content.kind === "message" ? writeFields(content.fields) : content.bytes;
      parts.push(Uint8Array.from([...tag(2), ...varint(BigInt(bytes.length))]), bytes);
    }
  }
  return Buffer.concat(parts);
}

type Change = (
  list: readonly Field[],
  index: number,
  value: number,
  all: readonly Field[],
) => readonly Field[];

const integers = [
  0n,
  1n,
  2n,
  3n,
  6n,
  7n,
  10n,
  11n,
  16n,
  -1n,
  -2n,
  127n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  20n,
  1_000_000n,
];
const names = [
  "",
  "x",
  "y",
  "h",
  "w",
  "b",
  "input",
  "output",
  "layer0.kernel",
  "layer0.bias",
  "ai.onnx.ml",
  "axis",
  "alpha",
  "transB",
  "__proto__",
];
const operators = [
  ...[
    "Gemm",
    "MatMul",
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Neg",
    "Relu",
    "LeakyRelu",
    "PRelu",
    "Tanh",
    "Sigmoid",
    "Elu",
    "Gelu",
    "Softplus",
  ],
  ...[
    "HardSwish",
    "HardSigmoid",
    "Softmax",
    "LogSoftmax",
    "Identity",
    "Dropout",
    "Cast",
    "Flatten",
    "Reshape",
    "Squeeze",
    "Unsqueeze",
  ],
  ...[
    "Shape",
    "Gather",
    "Concat",
    "Constant",
    "ConstantOfShape",
    "Transpose",
    "Slice",
    "ArgMax",
    "BatchNormalization",
    "Scaler",
    "ZipMap",
  ],
  ...[
    "Erf",
    "Exp",
    "Log",
    "Sqrt",
    "Pow",
    "Where",
    "Clip",
    "Expand",
    "Swish",
    "Binarizer",
    "LabelEncoder",
    "ArrayFeatureExtractor",
  ],
];
const floats = [0, -0, 1, -1, 0.5, NaN, Infinity, -Infinity, 3.4e38, 1e-45];

const replaced = (list: readonly Field[], index: number, content: Content) =>
  list.map((field, at) => (at === index ? { ...field, content } : field));
const word = (text: string): Content => ({ kind: "bytes", bytes: Buffer.from(text) });

const changes: readonly Change[] = [
  (list, index) => list.filter((_, at) => at !== index),
  (list, index) => [...list, list[index]!],
  (list, index) => [...list.slice(0, index), list[index]!, ...list.slice(index)],
  (list, index, value, all) => [...list, all[value % all.length]!],
  (list, index, value, all) =>
    list.map((field, at) => (at === index ? { ...field, content: all[value % all.length]!.content } : field)),
  (list, index, value) =>
    list.map((field, at) => (at === index ? { ...field, number: 1 + (value % 21) } : field)),
  (list, index, value) => {
    const { content } = list[index]!;
    if (content.kind === "varint")
      return replaced(list, index, { kind: "varint", value: integers[value % integers.length]! });
    if (content.kind === "fixed") {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setFloat32(0, floats[value % floats.length]!, true);
      return replaced(list, index, { kind: "fixed", bytes });
    }
    if (content.kind === "message") return replaced(list, index, { kind: "message", fields: [] });
    return replaced(
      list,
      index,
      word(
        value % 2 === 0 ? names[(value >> 1) % names.length]! : operators[(value >> 1) % operators.length]!,
      ),
    );
  },
  (list, index, value) => {
    const { content } = list[index]!;
    if (content.kind !== "bytes") return list;
    const bytes = new Uint8Array(content.bytes);
    if (bytes.length > 0) bytes[value % bytes.length]! ^= 1 << (value % 8);
    return replaced(list, index, { kind: "bytes", bytes });
  },
  (list, index, value) => {
    const { content } = list[index]!;
    if (content.kind !== "bytes") return list;
    return replaced(list, index, {
      kind: "bytes",
      bytes: content.bytes.slice(0, value % (content.bytes.length + 1)),
    });
  },
  (list, index, value) => {
    const { content } = list[index]!;
    return content.kind === "bytes"
      ? replaced(list, index, word(operators[value % operators.length]!))
      : list;
  },
  (list, index) => [...list.slice(0, index), ...list.slice(index + 1), list[index]!],
];

/** Every field of a model, those within others too. */
function allFields(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => [
    field,
    ...(field.content.kind === "message" ? allFields(field.content.fields) : []),
  ]);
}

/** Changes the list in which the field stands that comes at a place, counted through all messages. */
function changeAt(
  fields: readonly Field[],
  at: number,
  change: (list: readonly Field[], index: number) => readonly Field[],
): { fields: readonly Field[]; left: number } {
  let left = at;
  for (const [index, field] of fields.entries()) {
    if (left === 0) return { fields: change(fields, index), left: -1 };
    left -= 1;
    if (field.content.kind !== "message") continue;
    const inner = changeAt(field.content.fields, left, change);
    if (inner.left < 0)
      return { fields: replaced(fields, index, { kind: "message", fields: inner.fields }), left: -1 };
    left = inner.left;
  }
  return { fields, left };
}

/**
 * Models whose messages are changed field by field, with every length right: what a writer with faults of its own makes.
 *
 * @param seeds - valid models
 */
export function damagedModels(seeds: readonly Uint8Array[]): Arbitrary<Uint8Array> {
  const models = seeds.map((seed) => readFields(seed, model));
  const damage = fc.tuple(fc.nat(changes.length - 1), fc.nat(0xffff), fc.nat(0xffff));
  return fc
    .record({ seed: fc.nat(models.length - 1), damages: fc.array(damage, { maxLength: 4 }) })
    .map(({ seed, damages }) => {
      let fields: readonly Field[] = models[seed]!;
      for (const [kind, at, value] of damages) {
        const all = allFields(fields);
        if (all.length === 0 || all.length > 3000) break;
        fields = changeAt(fields, at % all.length, (list, index) =>
          changes[kind]!(list, index, value, all),
        ).fields;
      }
      return writeFields(fields);
    });
}
