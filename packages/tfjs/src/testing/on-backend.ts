import { setBackend, tidy, type Tensor } from "@tensorflow/tfjs-core";

export interface Values {
  shape: number[];
  dtype: string;
  values: number[];
}

/** What `compute` gives on a backend, with all that it made disposed of; that backend stays the current one. */
export async function onBackend(backend: string, compute: () => Tensor): Promise<Values> {
  await setBackend(backend);
  let values: Values | undefined;
  tidy(() => {
    const result = compute();
    values = { shape: result.shape, dtype: result.dtype, values: Array.from(result.dataSync()) };
  });
  return values!;
}
