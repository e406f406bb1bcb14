import protobuf from "protobufjs/minimal.js";

/** An ONNX model of one product, a (rows × inner, an input) times b (inner × columns, a constant), as bytes. */
export function matmulModel(rows: number, inner: number, columns: number, b: Float32Array): Uint8Array {
  // field numbers of onnx.proto3
  const float = 1;
  const value = (name: string, shape: number[]) =>
    message((writer) => {
      const dimensions = message((writer) => {
        for (const size of shape)
          writer.uint32(bytes(1)).bytes(message((writer) => writer.uint32(varint(1)).int64(size)));
      });
      const tensor = message((writer) =>
        writer.uint32(varint(1)).int32(float).uint32(bytes(2)).bytes(dimensions),
      );
      writer.uint32(bytes(1)).string(name);
      writer.uint32(bytes(2)).bytes(message((writer) => writer.uint32(bytes(1)).bytes(tensor)));
    });
  const node = message((writer) => {
    writer.uint32(bytes(1)).string("a").uint32(bytes(1)).string("b");
    writer.uint32(bytes(2)).string("product").uint32(bytes(4)).string("MatMul");
  });
  const constant = message((writer) => {
    writer.uint32(varint(1)).int64(inner).uint32(varint(1)).int64(columns).uint32(varint(2)).int32(float);
    writer.uint32(bytes(8)).string("b");
    writer.uint32(bytes(9)).bytes(new Uint8Array(b.buffer, b.byteOffset, b.byteLength));
  });
  const graph = message((writer) => {
    writer.uint32(bytes(1)).bytes(node).uint32(bytes(2)).string("matmul").uint32(bytes(5)).bytes(constant);
    writer
      .uint32(bytes(11))
      .bytes(value("a", [rows, inner]))
      .uint32(bytes(12))
      .bytes(value("product", [rows, columns]));
  });
  const operators = message((writer) => writer.uint32(varint(2)).int64(17));
  return message((writer) => {
    writer.uint32(varint(1)).int64(8).uint32(bytes(7)).bytes(graph).uint32(bytes(8)).bytes(operators);
  });
}

function message(write: (writer: protobuf.Writer) => void): Uint8Array {
  const writer = protobuf.Writer.create();
  write(writer);
  return writer.finish();
}

function varint(field: number): number {
  return field << 3;
}

function bytes(field: number): number {
  return (field << 3) | 2;
}
