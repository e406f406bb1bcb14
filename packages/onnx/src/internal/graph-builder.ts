import { materialize, matrixDigest, type MatrixSource } from "@reciprocal/network";
import type { OnnxAttribute, OnnxConstant, OnnxNode } from "../write-model.js";

/** Collects what one layer adds to a graph. All its names begin with that of the layer. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxConstant[] = [];
  readonly metadata: Record<string, string> = {};

  constructor(private readonly layer: string) {}

  /** Adds a constant, and gives its name. */
  constant(name: string, data: OnnxConstant["data"], shape: readonly number[]): string {
    const fullName = `${this.layer}.${name}`;
    this.constants.push({ name: fullName, data, shape });
    return fullName;
  }

  /** Adds a matrix of the layer. Of one that a recipe makes, recipe and digest go into the metadata. */
  matrix(name: string, source: MatrixSource): string {
    const made = "selection" in source ? source.selection.of : source;
    if ("recipe" in made) {
      const { rows, columns, recipe } = made;
      this.note(`${name}.recipe`, JSON.stringify({ rows, columns, ...recipe }));
      this.note(`${name}.sha256`, matrixDigest(source));
    }
    return this.constant(name, materialize(source), [source.rows, source.columns]);
  }

  /** Adds a line of metadata on the layer. */
  note(key: string, text: string): void {
    this.metadata[`reciprocal.${this.layer}.${key}`] = text;
  }

  /** Adds an operator with one result, `name`, and gives the result's name. */
  apply(
    operator: string,
    inputs: readonly string[],
    name: string,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    const result = `${this.layer}.${name}`;
    this.nodes.push({ operator, inputs, outputs: [result], name: result, attributes });
    return result;
  }
}
