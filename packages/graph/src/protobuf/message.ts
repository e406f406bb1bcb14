/** What ONNX keeps in protobuf fields; `int` stands for int32, int64 and enums, which are written alike. */
export interface Scalars {
  int: number;
  float: number;
  double: number;
  text: string;
  bytes: Uint8Array;
}

/** A field: its number, what it holds (a message is described by its own fields), and whether it is a list. */
export type Field = readonly [number: number, type: keyof Scalars | Fields, repeated?: "repeated"];

/** The fields of a message by the names that they have here. */
export interface Fields {
  readonly [name: string]: Field;
}

/** A message in memory. What is undefined is not written; what a file leaves out is undefined, a list empty. */
export type Message<F extends Fields> = {
  readonly [Name in keyof F]?: F[Name] extends readonly [number, infer T, "repeated"]
    ? readonly Content<T>[] | undefined
    : F[Name] extends readonly [number, infer T]
      ? Content<T> | undefined
      : never;
};

type Content<T> = T extends keyof Scalars ? Scalars[T] : T extends Fields ? Message<T> : never;
