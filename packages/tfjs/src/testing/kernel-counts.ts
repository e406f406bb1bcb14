import { profile, tidy } from "@tensorflow/tfjs-core";

/** How many matrix products a function runs, and of which shapes the results are. */
export async function productsOf(run: () => void): Promise<string[]> {
  const { kernels } = await profile(() => {
    tidy(() => run());
    return []; // profile wants tensors back
  });
  return kernels
    .filter(({ name }) => name === "BatchMatMul")
    .map(({ outputShapes }) => outputShapes[0]!.slice(-2).join("×"));
}
