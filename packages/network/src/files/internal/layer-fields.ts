import type { MappingLayer, ParameterName } from "../../network.js";

/** One list of numbers or matrix of a layer, as files hold it. */
export interface Field {
  readonly name: ParameterName | "U" | "V" | "Q";
  /**
   * `vector`: a short list, in the format that was chosen for spectra; `numbers`: always float32; `matrix`: numbers, a
   * recipe or a selection.
   */
  readonly content: "vector" | "numbers" | "matrix";
  /** Whether it is one of the groups that training may change. */
  readonly trains: boolean;
  readonly shape: (size: { inputs: number; outputs: number }) => readonly number[];
}

const smaller = ({ inputs, outputs }: { inputs: number; outputs: number }) => Math.min(inputs, outputs);

const bias: Field = { name: "bias", content: "vector", trains: true, shape: ({ outputs }) => [outputs] };

const eigenvalues: readonly Field[] = [
  { name: "lambdaIn", content: "vector", trains: true, shape: ({ inputs }) => [inputs] },
  { name: "lambdaOut", content: "vector", trains: true, shape: ({ outputs }) => [outputs] },
];

/** In the order in which files hold them; the n-th that trains is the n-th bit of a byte of flags. */
export const layerFields: Readonly<Record<MappingLayer["kind"], readonly Field[]>> = {
  dense: [
    { name: "kernel", content: "numbers", trains: true, shape: ({ inputs, outputs }) => [outputs, inputs] },
    bias,
  ],
  spectral: [
    ...eigenvalues,
    { name: "phi", content: "matrix", trains: true, shape: ({ inputs, outputs }) => [outputs, inputs] },
    bias,
  ],
  "s-svd": [
    ...eigenvalues,
    {
      name: "U",
      content: "matrix",
      trains: false,
      shape: (size) => [size.outputs, smaller(size)],
    },
    { name: "s", content: "vector", trains: true, shape: (size) => [smaller(size)] },
    {
      name: "V",
      content: "matrix",
      trains: false,
      shape: (size) => [size.inputs, smaller(size)],
    },
    bias,
  ],
  "s-qr": [
    ...eigenvalues,
    {
      name: "Q",
      content: "matrix",
      trains: false,
      shape: ({ inputs, outputs }) => [outputs, inputs],
    },
    {
      name: "R",
      content: "numbers",
      trains: true,
      shape: (size) => [(smaller(size) * (smaller(size) + 1)) / 2],
    },
    bias,
  ],
};

/** Those that training may change, bias last. */
export function trainableFields(kind: MappingLayer["kind"]): readonly Field[] {
  return layerFields[kind].filter(({ trains }) => trains);
}
