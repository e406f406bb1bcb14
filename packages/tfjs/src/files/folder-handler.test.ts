import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { execFileSync } from "node:child_process";
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rm,
  truncate,
  utimes,
  writeFile,
  rename,
  symlink,
} from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { io, memory, ones, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { layers, loadLayersModel, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { eachBackend } from "../testing/each-backend.js";
import { savedModel } from "../testing/saved-model.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { folderHandler } from "./folder-handler.js";
import { ModelFileError } from "./model-file-error.js";

/** 3·5 + 5 + 5·2 + 2 = 32 numbers, 128 bytes. */
function smallModel(): LayersModel {
  return sequential({
    layers: [
      layers.dense({ units: 5, inputShape: [3], activation: "relu" }),
      layers.dense({ units: 2, activation: "softmax" }),
    ],
  });
}

function outputs(model: LayersModel): number[] {
  return tidy(() => Array.from((model.predict(ones([1, 3])) as Tensor).dataSync()));
}

const readJson = async (folder: string) =>
  JSON.parse(await readFile(join(folder, "model.json"), "utf8")) as io.ModelJSON;

eachBackend("folderHandler", () => {
  it("loads the model that it saved", async () => {
    const folder = join(await temporaryFolder(), "made", "on the way");
    const model = smallModel();
    const { modelArtifactsInfo } = await model.save(folderHandler(folder));
    expect(modelArtifactsInfo.weightDataBytes).toBe(128);
    const again = await loadLayersModel(folderHandler(folder));
    expect(outputs(again)).toEqual(outputs(model));
    model.dispose();
    again.dispose();
  });

  it("keeps no tensor", async () => {
    const folder = await temporaryFolder();
    const model = smallModel();
    const before = memory().numTensors;
    await model.save(folderHandler(folder));
    expect(memory().numTensors).toBe(before);
    (await loadLayersModel(folderHandler(folder))).dispose();
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });
});

describe("folderHandler", () => {
  it("cuts the weights into files of shardBytes", async () => {
    const folder = await temporaryFolder();
    const model = smallModel();
    await model.save(folderHandler(folder, { shardBytes: 50 }));
    const { paths } = (await readJson(folder)).weightsManifest[0]!;
    const files = await Promise.all(paths.map((path) => readFile(join(folder, path))));
    expect(files.map(({ length }) => length)).toEqual([50, 50, 28]);
    const { weightData } = await savedModel(model);
    expect(Buffer.concat(files)).toEqual(Buffer.from(weightData as ArrayBuffer));
    const again = await loadLayersModel(folderHandler(folder));
    expect(outputs(again)).toEqual(outputs(model));
  });

  it("writes what tfjs sends to a server, but for the names of the weight files", async () => {
    const folder = await temporaryFolder();
    const model = smallModel();
    model.setUserDefinedMetadata({ made: "here" });
    model.compile({ optimizer: "adam", loss: "meanSquaredError" });
    const body = vi.fn<(form: FormData) => void>();
    const fetchFunc = (_: unknown, { body: form }: RequestInit) => {
      body(form as FormData);
      return Promise.resolve(new Response());
    };
    await model.save(io.http("http://localhost", { fetchFunc } as io.LoadOptions), {
      includeOptimizer: true,
    });
    await model.save(folderHandler(folder), { includeOptimizer: true });
    const [form] = body.mock.calls[0]!;
    const theirs = JSON.parse(await (form.get("model.json") as File).text()) as io.ModelJSON;
    const ours = await readJson(folder);
    const { paths } = ours.weightsManifest[0]!;
    expect(paths).toHaveLength(1);
    theirs.weightsManifest[0]!.paths = paths;
    expect(ours).toEqual(theirs);
    const weights = await (form.get("model.weights.bin") as File).arrayBuffer();
    expect(await readFile(join(folder, paths[0]!))).toEqual(Buffer.from(weights));
  });

  it("writes a folder that plain tfjs reads over http", async () => {
    const folder = await temporaryFolder();
    const model = smallModel();
    await model.save(folderHandler(folder, { shardBytes: 50 }));
    const server = createServer((request, response) => {
      readFile(join(folder, request.url!)).then(
        (bytes) => response.end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const again = await loadLayersModel(`http://127.0.0.1:${port}/model.json`);
    expect(outputs(again)).toEqual(outputs(model));
  });

  it("reads a folder whose weights are in a file of another name, as browsers download them", async () => {
    const folder = await temporaryFolder();
    const model = smallModel();
    const { weightData, weightSpecs, ...description } = await savedModel(model);
    const weightsManifest = [{ paths: ["./model.weights.bin"], weights: weightSpecs }];
    await writeFile(join(folder, "model.json"), JSON.stringify({ ...description, weightsManifest }));
    await writeFile(join(folder, "model.weights.bin"), new Uint8Array(weightData as ArrayBuffer));
    expect(outputs(await loadLayersModel(folderHandler(folder)))).toEqual(outputs(model));
  });

  it.each([
    ["a text", (path: string) => pathToFileURL(path).href],
    ["an object", (path: string) => pathToFileURL(path)],
  ])("takes a file: URL, as %s", async (_, toUrl) => {
    const folder = join(await temporaryFolder(), "a b");
    const model = smallModel();
    await model.save(folderHandler(toUrl(folder)));
    expect(outputs(await loadLayersModel(folderHandler(folder)))).toEqual(outputs(model));
    expect(outputs(await loadLayersModel(folderHandler(toUrl(folder))))).toEqual(outputs(model));
  });

  it("names the folder that it cannot write to", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "file");
    await writeFile(file, "");
    for (const [path, code] of [
      [file, "ENOTDIR"],
      [join(file, "folder"), "ENOTDIR"],
    ] as const) {
      const saving = smallModel().save(folderHandler(path));
      await expect(saving).rejects.toThrow(
        errorWith(ModelFileError, "folderHandler.save: ", path, "cannot be written", code),
      );
    }
  });

  it("reads no file outside of the folder", async () => {
    const folder = await temporaryFolder();
    const inner = join(folder, "inner");
    await smallModel().save(folderHandler(folder));
    const json = await readJson(folder);
    const [name] = json.weightsManifest[0]!.paths;
    await mkdir(inner);
    for (const path of [`../${name}`, `a/../../${name}`, join(folder, name!)]) {
      json.weightsManifest[0]!.paths = [path];
      await writeFile(join(inner, "model.json"), JSON.stringify(json));
      await expect(folderHandler(inner).load()).rejects.toThrow(
        errorWith(ModelFileError, "folderHandler.load: ", inner, `got ${JSON.stringify(path)}`),
      );
    }
  });

  it.skipIf(process.platform === "win32")(
    "reads no file behind a link that leads out of the folder, and waits for no pipe",
    async () => {
      const folder = await temporaryFolder();
      const outside = join(await temporaryFolder(), "weights");
      await smallModel().save(folderHandler(folder));
      const [shard] = (await readJson(folder)).weightsManifest[0]!.paths;
      const place = join(folder, shard!);
      await rename(place, outside);
      await symlink(outside, place);
      const refused = (...facts: string[]) =>
        expect(folderHandler(folder).load()).rejects.toThrow(
          errorWith(ModelFileError, "folderHandler.load: ", place, ...facts),
        );
      await refused("a link that leads out");
      await rm(place);
      execFileSync("mkfifo", [place]);
      await refused("a FIFO");
      await rm(place);
      await mkdir(place);
      await refused("a folder");
      await rm(join(folder, "model.json"));
      execFileSync("mkfifo", [join(folder, "model.json")]);
      await expect(folderHandler(folder).load()).rejects.toThrow(errorWith(ModelFileError, "a FIFO"));
    },
  );

  it("reads each file once", async () => {
    const folder = await temporaryFolder();
    await smallModel().save(folderHandler(folder, { shardBytes: 64 }));
    const json = await readJson(folder);
    const [first] = json.weightsManifest[0]!.paths;
    json.weightsManifest[0]!.paths = [first!, first!];
    await writeFile(join(folder, "model.json"), JSON.stringify(json));
    await expect(folderHandler(folder).load()).rejects.toThrow(errorWith(ModelFileError, first!, "twice"));
  });

  it("saves a model without weights", async () => {
    const folder = await temporaryFolder();
    const model = sequential({ layers: [layers.activation({ activation: "relu", inputShape: [3] })] });
    await model.save(folderHandler(folder));
    expect(await readdir(folder)).toEqual(["model.json"]);
    expect(outputs(await loadLayersModel(folderHandler(folder)))).toEqual([1, 1, 1]);
  });

  it("removes the weights of the model before, what an interrupted save left, and nothing else", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "weights-of-mine.bin"), "kept");
    await smallModel().save(folderHandler(folder, { shardBytes: 50 }));
    const yesterday = new Date(Date.now() - 25 * 3600 * 1000);
    for (const name of [
      "weights-0123456789abcdef-1of2.bin",
      "weights-0123456789abcdef-2of2.bin.part",
      "model.json.part",
    ]) {
      await writeFile(join(folder, name), "cut sh");
      await utimes(join(folder, name), yesterday, yesterday);
    }
    const model = smallModel();
    await model.save(folderHandler(folder));
    const { paths } = (await readJson(folder)).weightsManifest[0]!;
    expect((await readdir(folder)).sort()).toEqual(["model.json", "weights-of-mine.bin", ...paths].sort());
    expect(outputs(await loadLayersModel(folderHandler(folder)))).toEqual(outputs(model));
  });

  it("leaves the model before readable when a save is interrupted", async () => {
    const folder = await temporaryFolder();
    const before = smallModel();
    await before.save(folderHandler(folder, { shardBytes: 50 }));
    const files = await readdir(folder);
    const model = smallModel();
    const { weightData } = await savedModel(model);
    const last = new Uint8Array(weightData as ArrayBuffer).subarray(100);
    const digest = createHash("sha256").update(last).digest("hex").slice(0, 16);
    // a folder in the place of the last file of weights makes the save fail there
    await mkdir(join(folder, `weights-${digest}-3of3.bin`));
    await expect(model.save(folderHandler(folder, { shardBytes: 50 }))).rejects.toThrow("a folder is there");
    expect(await readdir(folder)).toEqual([...files, `weights-${digest}-3of3.bin`].sort());
    expect(outputs(await loadLayersModel(folderHandler(folder)))).toEqual(outputs(before));
  });

  it("names the file that is missing", async () => {
    const folder = await temporaryFolder();
    const handler = folderHandler(folder);
    const file = join(folder, "model.json");
    await expect(handler.load()).rejects.toThrow(
      errorWith(ModelFileError, "folderHandler.load: ", file, "ENOENT"),
    );
    await smallModel().save(handler);
    const [shard] = (await readJson(folder)).weightsManifest[0]!.paths;
    await rm(join(folder, shard!));
    await expect(handler.load()).rejects.toThrow(errorWith(ModelFileError, join(folder, shard!), "ENOENT"));
  });

  it("says how long the weights are and must be", async () => {
    const folder = await temporaryFolder();
    const handler = folderHandler(folder, { shardBytes: 100 });
    await smallModel().save(handler);
    const [first, second] = (await readJson(folder)).weightsManifest[0]!.paths as [string, string];
    await truncate(join(folder, second), 20);
    await expect(handler.load()).rejects.toThrow(
      errorWith(ModelFileError, folder, "128 bytes", `got 120 in ${first} (100), ${second} (20)`),
    );
    await appendFile(join(folder, second), "more than stated");
    await expect(handler.load()).rejects.toThrow(
      errorWith(ModelFileError, "128 bytes", `got 136 in ${first} (100), ${second} (36)`),
    );
  });

  it("says that a file of weights is a pointer to one", async () => {
    const folder = await temporaryFolder();
    await smallModel().save(folderHandler(folder));
    const [shard] = (await readJson(folder)).weightsManifest[0]!.paths;
    await writeFile(join(folder, shard!), "version https://git-lfs.github.com/spec/v1\n");
    await expect(folderHandler(folder).load()).rejects.toThrow(
      errorWith(ModelFileError, "128 bytes", "got 43", "looks like a pointer file of Git LFS"),
    );
  });

  it.each([
    ["{", ["JSON", "got 1 bytes"]],
    ["version https://git-lfs.github.com/spec/v1", ["JSON", "it looks like a pointer file of Git LFS"]],
    ["<!doctype html>", ["JSON", "it looks like a web page"]],
    ["\x89HDF\r\n\x1a\n", ["JSON", "bytes that are not"]],
    ['{"metadata":{},"weight_map":{}}', ["modelTopology", "it looks like the index of safetensors files"]],
    [
      '{"format":"layers-model","modelTopology":{"keras_version":"3.8.0","model_config":{}},"weightsManifest":[]}',
      ["is of Keras 3.8.0", "tf_keras", "decodeOnnx"],
    ],
    ["null", ["modelTopology", "got undefined"]],
    ['{"modelTopology":"dense","weightsManifest":[]}', ["modelTopology", 'got "dense"']],
    ['{"format":"graph-model","modelTopology":{}}', ["layers-model", 'got "graph-model"']],
    ['{"modelTopology":{}}', ["weightsManifest"]],
    ['{"modelTopology":{},"weightsManifest":[null]}', ["weightsManifest"]],
    ['{"modelTopology":{},"weightsManifest":[{"paths":[5],"weights":[]}]}', ["weightsManifest"]],
    ['{"modelTopology":{},"weightsManifest":[{"paths":[],"weights":[{}]}]}', ["weightsManifest"]],
  ])("refuses %s as model.json", async (json, facts) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "model.json"), json);
    await expect(folderHandler(folder).load()).rejects.toThrow(
      errorWith(ModelFileError, "folderHandler.load: ", join(folder, "model.json"), ...facts),
    );
  });

  it("refuses to save what is not a layers model", async () => {
    const handler = folderHandler(await temporaryFolder());
    await expect(handler.save({ modelTopology: {}, format: "graph-model" })).rejects.toThrow(
      errorWith(TypeError, "folderHandler.save: ", "layers-model", "got graph-model"),
    );
    await expect(handler.save({ modelTopology: new ArrayBuffer(4) })).rejects.toThrow(
      errorWith(TypeError, "folderHandler.save: ", "modelTopology", "got bytes"),
    );
  });

  it("refuses wrong options", () => {
    expect(() => folderHandler("")).toThrow(errorWith(TypeError, "folderHandler: ", "path", 'got ""'));
    for (const url of ["https://here/model", new URL("indexeddb://model"), "localstorage://model"]) {
      expect(() => folderHandler(url)).toThrow(
        errorWith(TypeError, "folderHandler: ", `got ${JSON.stringify(url.toString())}`),
      );
    }
    expect(() => folderHandler("here", { shardBytes: 0 })).toThrow(
      errorWith(RangeError, "folderHandler: shardBytes", "got 0"),
    );
    expect(() => folderHandler("here", { shards: 2 } as object)).toThrow(
      errorWith(TypeError, "folderHandler: ", "shards", "shardBytes"),
    );
  });

  it("says that it needs Node if there is none", async () => {
    vi.stubGlobal("process", undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const loading = folderHandler("here").load();
    await expect(loading).rejects.toThrow(
      errorWith(Error, "folderHandler.load: ", "node:path", "Node 20.19"),
    );
  });
});
