import type { Engine } from "@reciprocal/training";

/** What training computes with. @throws {Error} that says what to install, if there is none */
export async function trainingEngine(onWarning: (message: string) => void): Promise<Engine> {
  const { loadEngine } = await import("@reciprocal/training");
  try {
    return await loadEngine({ onWarning });
  } catch (error) {
    const { message } = error as Error;
    throw new Error(
      "train needs ONNX Runtime, an optional package; install it: npm install onnxruntime-node\n" +
        "where that has no build for the machine, or its 288 MB are too much: npm install onnxruntime-web\n" +
        `(${message.replace(/^loadEngine: /, "").replace(/\. Install .*$/, "")})`,
      { cause: error },
    );
  }
}
