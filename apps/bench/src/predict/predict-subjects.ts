import { createPlainPredictor, inputSize, type Network } from "@reciprocal/network";
import { encodeOnnx } from "@reciprocal/onnx";
import { createPredictor, predict, type Engine } from "@reciprocal/training";
import { InferenceSession, Tensor } from "onnxruntime-node";

/** A way to predict. */
export interface PredictSubject {
  readonly name: string;
  /** The outputs for one or more samples, row by row. */
  readonly predict: (inputs: Float32Array) => Promise<Float32Array> | Float32Array;
  /** Frees what it holds. */
  readonly release: () => Promise<void>;
}

/** Every way to predict with a network: the first is what the others are compared with. One thread each. */
export async function predictSubjects(network: Network, engine: Engine): Promise<PredictSubject[]> {
  return [
    await ownSession(network),
    { name: "createPredictor", ...(await createPredictor(network, { engine })) },
    { name: "predict", predict: (inputs) => predict(network, inputs, { engine }), release: nothing },
    { name: "createPlainPredictor", ...createPlainPredictor(network), release: nothing },
  ];
}

const nothing = () => Promise.resolve();

/** A session of ONNX Runtime as one writes it without this library. */
async function ownSession(network: Network): Promise<PredictSubject> {
  const session = await InferenceSession.create(encodeOnnx(network), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const width = inputSize(network);
  return {
    name: "onnxruntime-node session",
    async predict(inputs) {
      const input = new Tensor("float32", inputs, [inputs.length / width, width]);
      const { output } = await session.run({ input });
      return output!.data as Float32Array;
    },
    release: () => session.release(),
  };
}
