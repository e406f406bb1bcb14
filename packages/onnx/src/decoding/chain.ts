import type { ActivationFunction, DenseLayer, Layer, Network } from "@reciprocal/network";
import { openTensor, type TensorProto, type ValueInfoProto } from "@reciprocal/graph";
import { quoted, refuseFormat, refuseUnsupported } from "./refuse.js";
import { rowMajor, type StridedTensor } from "./strided-tensor.js";

/** Sizes of one sample, undefined if only a run knows it. */
type Sample = readonly (number | undefined)[];

/** The layers so far, the value that they have come to, and the constants that nodes may use. */
export class Chain {
  /** The name of what the layers so far give. */
  value: string;
  /** How many samples there are, if the model says so. */
  readonly batch: number | undefined;
  /** Sizes of `value` after the first; undefined if the model does not say how many there are. */
  sample: Sample | undefined;

  private readonly layers: Layer[] = [];
  private readonly names = new Set<string>();
  private readonly constants = new Map<string, StridedTensor | (() => StridedTensor)>();
  private readonly maximalNumbers: number;
  private numbers = 0;
  private inputs: number | undefined;

  constructor({ name = "", type }: ValueInfoProto, { maximalNumbers }: { maximalNumbers: number }) {
    const sizes = type?.tensor?.shape?.dimensions?.map(({ size = 0 }) => (size > 0 ? size : undefined));
    if (sizes && sizes.length < 2) {
      refuseUnsupported(
        `input ${quoted(name)} has ${sizes.length} dimensions; supported are two or more, the first of them samples`,
      );
    }
    [this.batch, this.sample] = [sizes?.[0], sizes?.slice(1)];
    this.maximalNumbers = maximalNumbers;
    this.value = name;
    this.claim(name);
  }

  /** Takes a name, which must be new: so nothing depends on itself. */
  claim(name: string): void {
    if (this.names.has(name)) refuseFormat(`the name ${quoted(name)} is given twice`);
    this.names.add(name);
  }

  addConstant(tensor: TensorProto): void {
    const { name = "" } = tensor;
    this.claim(name);
    // opened when it is used: a constant that is not used may have any type
    this.constants.set(name, () => rowMajor(openTensor(tensor, `decodeOnnx: constant ${quoted(name)}`)));
  }

  setConstant(name: string, tensor: StridedTensor): void {
    this.claim(name);
    this.constants.set(name, tensor);
  }

  constant(name: string | undefined): StridedTensor | undefined {
    const found = this.constants.get(name ?? "");
    return typeof found === "function" ? found() : found;
  }

  /** Numbers per sample, if they are known. */
  width(): number | undefined {
    return this.sample?.reduce<number | undefined>((product, size) => product && size && product * size, 1);
  }

  addActivation(which: ActivationFunction): void {
    this.layers.push({ kind: "activation", ...which });
  }

  /** y = factor · w x of w, m×n. */
  addMapping(where: string, w: StridedTensor, factor: number): void {
    const [outputs, inputs] = w.shape;
    if (w.shape.length !== 2 || !inputs || !outputs) {
      refuseUnsupported(
        `${where} needs a matrix with rows and columns, got the shape [${w.shape.join(", ")}]`,
      );
    }
    const sizes = this.sample ?? [undefined];
    if (sizes.length !== 1) {
      const shown = ["samples", ...sizes.map((size) => size ?? "?")].join(", ");
      refuseUnsupported(
        `${where} gets [${shown}]; supported are samples × values, so Flatten must come first`,
      );
    }
    if (sizes[0] !== undefined && sizes[0] !== inputs) {
      refuseFormat(`${where} needs ${inputs} values per sample, got ${sizes[0]}`);
    }
    this.numbers += inputs * outputs;
    if (this.numbers > this.maximalNumbers) {
      refuseUnsupported(
        `${where} uses constants again: kernels would hold more numbers than the file has bytes`,
      );
    }
    const kernel = new Float32Array(outputs * inputs);
    const [row = 0, column = 0] = w.strides;
    for (let i = 0, index = 0; i < outputs; i++) {
      for (let j = 0; j < inputs; j++) kernel[index++] = factor * w.at(i * row + j * column);
    }
    this.layers.push({
      kind: "dense",
      ...{ inputs, outputs, kernel },
      trainable: { kernel: true, bias: true },
    });
    this.inputs ??= inputs;
    this.sample = [outputs];
  }

  /** Adds factor · b to what the last layer gives, which must be a mapping. */
  addBias(where: string, b: StridedTensor, factor = 1): void {
    const last = this.layers.pop();
    if (last?.kind !== "dense") {
      return refuseUnsupported(`${where} adds a constant to what is not the result of Gemm or MatMul`);
    }
    const { outputs } = last;
    const width = b.shape.at(-1) ?? 1;
    const isVector = b.shape.slice(0, -1).every((size) => size === 1) && b.shape.length <= 2;
    if (!isVector || (width !== 1 && width !== outputs)) {
      refuseUnsupported(
        `${where} needs one number or ${outputs} to add, got the shape [${b.shape.join(", ")}]`,
      );
    }
    const stride = width === 1 ? 0 : b.strides.at(-1)!;
    const bias = Float32Array.from(
      { length: outputs },
      (_, i) => (last.bias?.[i] ?? 0) + factor * b.at(i * stride),
    );
    this.layers.push({ ...last, bias } satisfies DenseLayer);
  }

  network(): Network {
    const inputs = this.inputs ?? this.width();
    if (inputs === undefined) {
      refuseUnsupported("the graph has no Gemm or MatMul, and its input no size that is known");
    }
    return { inputShape: [inputs], layers: this.layers };
  }
}
