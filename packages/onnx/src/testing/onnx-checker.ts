import { spawnSync } from "node:child_process";

const python = ["/usr/bin/python3", "python3"].find(
  (command) => spawnSync(command, ["-c", "import onnx"], { stdio: "ignore" }).status === 0,
);

/** Whether tests that need Python's onnx run: if there is one, and if one is required, so that they then fail. */
export const runsCheckerTests = python !== undefined || process.env.RECIPROCAL_ONNX_CHECKER === "required";

const program = `
import json, struct, sys, onnx.checker, onnx.numpy_helper, onnx.shape_inference
data, reports = sys.stdin.buffer.read(), []
while data:
    size = struct.unpack("<I", data[:4])[0]
    model, data = onnx.load_from_string(data[4 : 4 + size]), data[4 + size :]
    onnx.checker.check_model(model, full_check=True)
    shapes = onnx.shape_inference.infer_shapes(model, strict_mode=True)
    reports.append({
        "producer": [model.producer_name, model.producer_version],
        "metadata": {p.key: p.value for p in model.metadata_props},
        "constants": {c.name: onnx.numpy_helper.to_array(c).ravel().tolist() for c in model.graph.initializer},
        "output": [d.dim_param or d.dim_value for d in shapes.graph.output[0].type.tensor_type.shape.dim],
    })
print(json.dumps(reports))
`;

/** What Python's onnx reads from a model. */
export interface CheckerReport {
  readonly producer: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, readonly number[]>>;
  readonly output: readonly (string | number)[];
}

/**
 * Checks models with `onnx.checker` and its strict shape inference, in one process.
 *
 * @throws {Error} with what Python wrote, where one of them is not valid
 */
export function checkModels(models: readonly Uint8Array[]): CheckerReport[] {
  if (python === undefined) {
    throw new Error("checkModels: no python3 with onnx here; on Debian it is in the package python3-onnx");
  }
  const input = models.flatMap((model) => [Buffer.from(Uint32Array.of(model.length).buffer), model]);
  const { status, stdout, stderr } = spawnSync(python, ["-c", program], {
    input: Buffer.concat(input),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`checkModels: ${stderr}`);
  return JSON.parse(stdout) as CheckerReport[];
}
