import { io } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** What a file of the model would hold; the topology has been through JSON. */
export async function savedModel(model: LayersModel, config?: io.SaveConfig): Promise<io.ModelArtifacts> {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler((given) => {
      artifacts = given;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } });
    }),
    config,
  );
  const { modelTopology, ...rest } = artifacts!;
  return { ...rest, modelTopology: JSON.parse(JSON.stringify(modelTopology)) as object };
}
