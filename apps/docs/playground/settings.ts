/** What the visitor chose; it is kept in the query of the address. */
export interface Settings {
  readonly method: Method;
  /** Hidden nodes. */
  readonly width: number;
  /** On the learning rates that the library has by default, for all networks alike. */
  readonly rateFactor: number;
  readonly engine: EngineName;
}

export const methods = ["spectral", "s-svd", "s-qr"] as const;
export type Method = (typeof methods)[number];

/** As the papers write them. */
export const methodNames: Readonly<Record<Method, string>> = {
  spectral: "Spectral",
  "s-svd": "S-SVD",
  "s-qr": "S-QR",
};

export const widths: readonly number[] = [50, 100, 200, 500, 1000];
export const rateFactors: readonly number[] = [0.1, 0.3, 1, 3];

/** The data, until the visitor brings others. */
export const generatedDigits = { train: 5000, test: 1000 };

/** What can train here, with the megabytes that the first training loads. */
export const engines = {
  wasm: { title: "ONNX Runtime", megabytes: 15 },
  webgpu: { title: "WebGPU", megabytes: 17 },
  tensorflow: { title: "TensorFlow.js", megabytes: 2 },
} as const;
export type EngineName = keyof typeof engines;
const engineNames = Object.keys(engines) as EngineName[];

export const defaultSettings: Settings = {
  method: "s-qr",
  width: 50,
  rateFactor: 1,
  engine: "wasm",
};

/** Reads a query such as `?method=s-qr&width=200`; settings that are missing or not offered get their default. */
export function settingsFromQuery(query: string): Settings {
  const given = new URLSearchParams(query);
  const choose = <T extends string | number>(name: string, offered: readonly T[], fallback: T): T =>
    offered.find((value) => String(value) === given.get(name)) ?? fallback;
  return {
    method: choose("method", methods, defaultSettings.method),
    width: choose("width", widths, defaultSettings.width),
    rateFactor: choose("rate", rateFactors, defaultSettings.rateFactor),
    engine: choose("engine", engineNames, defaultSettings.engine),
  };
}

/** The query of settings, all of them, with its question mark. */
export function settingsToQuery({ method, width, rateFactor, engine }: Settings): string {
  const query = { method, width: String(width), rate: String(rateFactor), engine };
  return `?${new URLSearchParams(query).toString()}`;
}
