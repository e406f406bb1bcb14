import type { Family, FrontierRun } from "./frontier-line.js";

type Form = Pick<FrontierRun, "form" | "keptNumbers">;

const whole = (form: string): Form => ({ form, keptNumbers: null });

/** `kind:n+kind:10` for one hidden layer, `kind:n+kind:n+kind:10` for two. */
const layersOf = (kind: string, ...hidden: readonly number[]): Form =>
  whole([...hidden, 10].map((units) => `${kind}:${units}`).join("+"));

/** The forms of every family, from few trained numbers to many: where 28×28 pixels go in, from about 1,000 to 22,000. */
export const frontierForms: Readonly<Record<Family, readonly Form[]>> = {
  spectral: [...[100, 300, 1000].map((units) => layersOf("spectral", units)), layersOf("spectral", 300, 300)],
  "s-svd": [100, 400].map((units) => layersOf("s-svd", units)),
  "s-qr": [...[20, 50, 100, 200].map((units) => layersOf("s-qr", units)), layersOf("s-qr", 60, 60)],
  "spectral-and-dense": [100, 300].map((units) => whole(`spectral:${units}+dense:10`)),
  "narrow-dense": [2, 3, 5, 8, 16, 27].map((units) => layersOf("dense", units)),
  "low-rank": [2, 4, 8].map((rank) => whole(`linear:${rank}+dense:50+dense:10`)),
  "pruned-dense": [2000, 4000, 8000].map((keptNumbers) => ({ ...layersOf("dense", 100), keptNumbers })),
};
