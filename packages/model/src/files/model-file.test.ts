import {
  canonicalJson,
  decodeNetwork,
  decodeNetworkWithData,
  decodeSafetensors,
  encodeNetwork,
  encodeSafetensors,
  FileFormatError,
  fromSafetensors,
  type PlainData,
  sealSafetensors,
} from "@reciprocal/network";
import { objectsIn, withField } from "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import type { Model } from "../model.js";
import { imageModel, numbersModel, tableModel } from "../testing/models.js";
import { modelData } from "./model-data.js";
import { decodeModel, encodeModel } from "./model-file.js";
import { modelFromSafetensors, modelToSafetensors } from "./model-safetensors.js";
import { openModel } from "../open-model.js";

const models = { tableModel, numbersModel, imageModel };

describe.each(Object.entries(models))("the file of %s", (_, model) => {
  const file = encodeModel(model);

  it("comes back equal and frozen, and is written again with the same bytes", () => {
    const back = decodeModel(file);
    expect(back).toEqual(model);
    expect(Object.isFrozen(back.input)).toBe(true);
    expect(encodeModel(back)).toEqual(file);
  });

  it("is a file of its network", () => {
    expect(decodeNetwork(file)).toEqual(model.network);
  });

  it("comes back through safetensors, which are some of its network", () => {
    const bytes = encodeSafetensors(modelToSafetensors(model));
    expect(modelFromSafetensors(decodeSafetensors(bytes))).toEqual(model);
    expect(fromSafetensors(decodeSafetensors(bytes))).toEqual(model.network);
  });

  it("refuses a field that it does not know, wherever it is", () => {
    const data = decodeNetworkWithData(file).data!;
    const { tensors, metadata } = modelToSafetensors(model);
    for (const place of objectsIn(data)) {
      const wrong = JSON.parse(withField(JSON.stringify(data), place, "beta")) as PlainData;
      expect(() => decodeModel(encodeNetwork(model.network, { data: wrong }))).toThrow(FileFormatError);
      expect(() => decodeModel(encodeNetwork(model.network, { data: wrong }))).toThrow("beta");
      const json = { ...metadata, "reciprocal.model": canonicalJson("data", wrong) };
      const content = sealSafetensors({ tensors, metadata: json });
      expect(() => modelFromSafetensors(content)).toThrow(FileFormatError);
      expect(() => modelFromSafetensors(content)).toThrow("beta");
      // the digest is of this text too
      expect(() => modelFromSafetensors({ tensors, metadata: json })).toThrow("SHA-256");
    }
  });

  it("gives a model or a FileFormatError, whatever is left out of its data or put in its place", () => {
    const data = decodeNetworkWithData(file).data!;
    let refused = 0;
    const values: readonly PlainData[] = [null, true, -1, 0.5, 1e300, "", "table", [], {}, [[]]];
    for (const place of placesOf(data)) {
      for (const value of [undefined, ...values]) {
        const changed = encodeNetwork(model.network, { data: put(data, place, value) });
        try {
          const back = decodeModel(changed);
          expect(encodeModel(back)).toEqual(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(FileFormatError);
          expect((error as Error).message).toMatch(/^decodeModel: /);
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});

describe("decodeModel", () => {
  it("says what a file of a network alone lacks", () => {
    const read = () => decodeModel(encodeNetwork(tableModel.network));
    expect(read).toThrow(FileFormatError);
    expect(read).toThrow(
      "decodeModel: the file must hold what a model takes and answers, got a network alone; createModel makes a model of it",
    );
    expect(() => decodeModel(encodeNetwork(tableModel.network, { data: { notes: "x" } }))).toThrow(
      "got a network alone",
    );
  });

  it("refuses models of a later version, and a second network", () => {
    const data = modelData(tableModel) as { readonly [name: string]: PlainData };
    const read = (other: PlainData) => () => decodeModel(encodeNetwork(tableModel.network, { data: other }));
    expect(read({ ...data, model: 2 })).toThrow("the version of the model must be 1, got 2; a newer version");
    expect(read({ ...data, network: {} })).toThrow(
      "the network must stand before the data, got another in it",
    );
    expect(read({ ...data, name: "x" })).toThrow("decodeModel: unknown option name");
  });

  it("takes nothing but bytes, and no unknown option", () => {
    expect(() => decodeModel("RCPN" as never)).toThrow(TypeError);
    expect(() => decodeModel(encodeModel(tableModel), { check: 1 } as never)).toThrow("unknown option check");
    expect(() => encodeModel(tableModel, { data: 1 } as never)).toThrow("encodeModel: unknown option data");
    expect(() => encodeModel({ network: tableModel.network } as Model)).toThrow(/^encodeModel: input/);
  });

  it("refuses to make more entries than it is told, as do what writes, safetensors and openModel", async () => {
    const file = encodeModel(tableModel, { maxEntries: 30 }); // φ of 5×6
    const content = modelToSafetensors(tableModel, { maxEntries: 30 });
    expect(decodeModel(file, { maxEntries: 30 })).toEqual(tableModel);
    expect(modelFromSafetensors(content, { maxEntries: 30 })).toEqual(tableModel);
    expect((await openModel(file, { maxEntries: 30 })).model).toEqual(tableModel);
    const tooMany = "at most 29 entries together (maxEntries), got 30";
    expect(() => decodeModel(file, { maxEntries: 29 })).toThrow(tooMany);
    expect(() => modelFromSafetensors(content, { maxEntries: 29 })).toThrow(tooMany);
    await expect(openModel(file, { maxEntries: 29 })).rejects.toThrow(tooMany);
    expect(() => encodeModel(tableModel, { maxEntries: 29 })).toThrow(tooMany);
    expect(() => modelToSafetensors(tableModel, { maxEntries: 29 })).toThrow(tooMany);
  });

  it("reads what encodeModel rounded", () => {
    const half = decodeModel(encodeModel(tableModel, { spectra: "float16" }));
    expect(half.input).toEqual(tableModel.input);
  });
});

type Place = readonly (string | number)[];

/** Of every value within plain data. */
function placesOf(data: PlainData, place: Place = []): Place[] {
  if (typeof data !== "object" || data === null) return [place];
  return [place, ...Object.entries(data).flatMap(([name, value]) => placesOf(value, [...place, name]))];
}

/** The data with another value at a place; undefined takes it away. */
function put(data: PlainData, [name, ...rest]: Place, value: PlainData | undefined): PlainData {
  if (name === undefined) return value ?? null;
  const inner = (data as Record<string, PlainData>)[name]!;
  const changed = rest.length === 0 ? value : put(inner, rest, value);
  if (Array.isArray(data)) {
    const list = [...(data as PlainData[])];
    list.splice(Number(name), 1, ...(changed === undefined ? [] : [changed]));
    return list;
  }
  const entries = Object.entries(data as object).filter(([key]) => key !== name);
  return Object.fromEntries(changed === undefined ? entries : [...entries, [name, changed]]);
}
