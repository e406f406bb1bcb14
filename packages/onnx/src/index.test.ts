import { expect, it } from "vitest";
import * as onnx from "./index.js";

it("exports these names", () => {
  expect(Object.keys(onnx).sort()).toMatchInlineSnapshot(`
    [
      "OnnxFormatError",
      "exportOnnx",
      "readOnnx",
      "writeModel",
    ]
  `);
});
