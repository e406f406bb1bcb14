import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError, DatasetUnavailableError } from "../errors.js";
import { loadDataset } from "./load-dataset.js";
import type { KnownSet } from "./known-set.js";
import { knownSets } from "./known-sets.js";
import { loadKnownSet } from "./load-known-set.js";

/** IDX files of 1×1 images with the pixels and labels given, gzip, named as published. */
function idxFiles(pixels: number[], labels: number[]): Map<string, Buffer> {
  const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, pixels.length, 0, 0, 0, 1, 0, 0, 0, 1, ...pixels);
  const classes = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, labels.length, ...labels);
  const contents = [images, classes, images, classes].map((bytes) => gzipSync(bytes));
  return new Map(contents.map((bytes, i) => [knownSets.mnist.members[i]!, bytes]));
}

/** CIFAR-10 files of one record each, whose label is the number of the file. */
const cifarFiles = new Map(
  knownSets.cifar10.members.map((name, label) => [
    name,
    Buffer.concat([Uint8Array.of(label), Buffer.alloc(3072)]),
  ]),
);
const cifarArchive = gzipSync(
  await packTar(
    [...cifarFiles].map(([name, data]) => ({
      header: { name: `cifar-10-batches-bin/${name}`, size: data.length },
      body: data,
    })),
  ),
);

/** A known set whose published files are these. */
function published(set: KnownSet, files: Iterable<readonly [string, Uint8Array]>): KnownSet {
  const described = [...files].map(([file, bytes]) => ({
    file,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  }));
  return { ...set, published: described, mirrors: ["http://first/x", "http://second/"] };
}

/** A fetch that has these files below http://second/, and notes what it is asked for. */
function serving(files: ReadonlyMap<string, Uint8Array>, asked: string[] = []): typeof fetch {
  return (input) => {
    const url = input instanceof Request ? input.url : input.toString();
    asked.push(url);
    const bytes = files.get(url.replace("http://second/", ""));
    return Promise.resolve(bytes ? new Response(new Uint8Array(bytes)) : new Response("", { status: 404 }));
  };
}

describe("loadDataset", () => {
  let folder: string;
  const files = idxFiles([0, 51, 255], [3, 1, 4]);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "reciprocal-load-"));
    vi.stubEnv("RECIPROCAL_DATA", undefined);
    vi.stubEnv("RECIPROCAL_CACHE", join(folder, "cache"));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  async function put(below: string, contents: Iterable<readonly [string, Uint8Array]>): Promise<void> {
    for (const [name, bytes] of contents) {
      await mkdir(dirname(join(folder, below, name)), { recursive: true });
      await writeFile(join(folder, below, name), bytes);
    }
  }

  async function message(work: Promise<unknown>): Promise<string> {
    const error = await work.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(DatasetUnavailableError);
    return (error as Error).message;
  }

  describe("from a user's folder", () => {
    it.each(["mnist", "MNIST/raw", "raw", "."])("finds MNIST in %s", async (below) => {
      await put(below, files);
      const { train, test } = await loadDataset("mnist", { dataDir: folder });
      expect(train).toEqual({
        name: "mnist/train",
        inputs: Float32Array.of(0, 0.2, 1),
        labels: Int32Array.of(3, 1, 4),
        count: 3,
        features: 1,
        shape: [1, 1, 1],
        classes: 10,
      });
      expect(test).toEqual({ ...train, name: "mnist/test" });
    });

    it("finds each of two sets whose files have the same names", async () => {
      await put("mnist", files);
      await put("FashionMNIST/raw", idxFiles([7], [9]));
      expect((await loadDataset("mnist", { dataDir: folder })).train.count).toBe(3);
      expect((await loadDataset("fashion-mnist", { dataDir: folder })).train.labels).toEqual(
        Int32Array.of(9),
      );
    });

    it("takes files without gzip, and a mixture", async () => {
      const mixed = [...files].map(([name, bytes], i): [string, Uint8Array] =>
        i % 2 ? [name, bytes] : [name.replace(".gz", ""), gunzipSync(bytes)],
      );
      await put(".", mixed);
      expect((await loadDataset("mnist", { dataDir: folder })).test.labels).toEqual(Int32Array.of(3, 1, 4));
    });

    it("takes the names that archives give, and files in folders of their own names", async () => {
      const plain = [...files].map(([name, bytes]) => [name.replace(".gz", ""), gunzipSync(bytes)] as const);
      const dotted = plain.map(([name, bytes]) => [name.replace("-idx", ".idx"), bytes] as const);
      const labelsOf = async (below: string) =>
        (await loadDataset("mnist", { dataDir: join(folder, below) })).test.labels;
      await put("dotted", dotted);
      expect(await labelsOf("dotted")).toEqual(Int32Array.of(3, 1, 4));
      await put(
        "dotted-gz",
        dotted.map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]),
      );
      expect(await labelsOf("dotted-gz")).toEqual(Int32Array.of(3, 1, 4));
      await put(
        "unpacked",
        plain.map(([name, bytes]) => [`${name}/${name}`, bytes]),
      );
      expect(await labelsOf("unpacked")).toEqual(Int32Array.of(3, 1, 4));
      await put(
        "unpacked-dotted",
        plain.map(([name, bytes], i) => [`${name}/${dotted[i]![0]}`, bytes]),
      );
      expect(await labelsOf("unpacked-dotted")).toEqual(Int32Array.of(3, 1, 4));
      // a folder of the name does not hide the packed file beside it
      await put("both", files);
      await mkdir(join(folder, "both", plain[0]![0]));
      expect(await labelsOf("both")).toEqual(Int32Array.of(3, 1, 4));
    });

    it("says that a file is missing where there is but a folder of its name", async () => {
      await put(".", files);
      const name = "t10k-labels-idx1-ubyte";
      await rm(join(folder, `${name}.gz`));
      await mkdir(join(folder, name, name), { recursive: true });
      expect(await message(loadDataset("mnist", { dataDir: folder }))).toContain(`${folder}: no ${name}.gz`);
    });

    it("keeps bytes if asked", async () => {
      await put(".", files);
      const { train } = await loadDataset("mnist", { dataDir: folder, pixels: "uint8" });
      expect(train.inputs).toEqual(Uint8Array.of(0, 51, 255));
    });

    it("says what was put in place of a file", async () => {
      await put(".", files);
      const pointer = Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n");
      await put(".", [["train-images-idx3-ubyte.gz", pointer]]);
      await expect(loadDataset("mnist", { dataDir: folder })).rejects.toThrow(
        errorWith(DatasetFormatError, join(folder, "train-images-idx3-ubyte.gz"), "Git LFS"),
      );
      await put("cifar10", [["cifar-10-binary.tar.gz", Buffer.from("<!doctype html><title>404</title>")]]);
      await expect(loadDataset("cifar10", { dataDir: folder })).rejects.toThrow(
        errorWith(DatasetFormatError, "cifar-10-binary.tar.gz", "a web page"),
      );
    });

    it("follows links inside the folder, and refuses those that lead out, FIFOs and devices", async () => {
      await put("real", files);
      await mkdir(join(folder, "data"));
      await symlink("../real", join(folder, "data", "mnist"));
      const dataDir = join(folder, "data");
      await expect(loadDataset("mnist", { dataDir })).rejects.toMatchObject({
        path: expect.stringContaining(join(dataDir, "mnist")) as string,
        message: expect.stringMatching(/a link that leads out of the folder$/) as string,
      });
      await symlink("data", join(folder, "named")); // by the user's own word
      await rename(join(folder, "real"), join(dataDir, "real"));
      await rm(join(dataDir, "mnist"));
      await symlink("real", join(dataDir, "mnist"));
      expect((await loadDataset("mnist", { dataDir: join(folder, "named") })).train.count).toBe(3);
      const name = join(dataDir, "real", files.keys().next().value!);
      await rm(name);
      execFileSync("mkfifo", [name]);
      await expect(loadDataset("mnist", { dataDir })).rejects.toMatchObject({
        message: expect.stringMatching(/it is a FIFO, a file is needed$/) as string,
      });
    });

    it("names a file in place of the folder", async () => {
      await writeFile(join(folder, "file"), "x");
      expect(await message(loadDataset("mnist", { dataDir: join(folder, "file") }))).toContain(
        "none of the files",
      );
    });

    it.each(["cifar10", "cifar-10-batches-bin", "cifar10/cifar-10-batches-bin", "."])(
      "finds CIFAR-10 in %s",
      async (below) => {
        await put(below, cifarFiles);
        const { train, test } = await loadDataset("cifar10", { dataDir: folder });
        expect([train.name, ...train.labels]).toEqual(["cifar10/train", 0, 1, 2, 3, 4]);
        expect([test.name, ...test.labels]).toEqual(["cifar10/test", 5]);
      },
    );

    it("unpacks the archive of CIFAR-10", async () => {
      await put("cifar10", [["cifar-10-binary.tar.gz", cifarArchive]]);
      const { train, test } = await loadDataset("cifar10", { dataDir: folder });
      expect([...train.labels, ...test.labels]).toEqual([0, 1, 2, 3, 4, 5]);
    });

    it("names the damaged file", async () => {
      const name = "t10k-images-idx3-ubyte.gz";
      await put("mnist", new Map([...files, [name, files.get(name)!.subarray(0, 30)]]));
      const work = loadDataset("mnist", { dataDir: folder });
      await expect(work).rejects.toThrow(
        errorWith(DatasetFormatError, join(folder, "mnist", name), "gzip stream"),
      );
    });

    it("says which folders it looked at and what they lack, and asks no mirror", async () => {
      await put("mnist", [...files].slice(0, 3));
      const asked: string[] = [];
      expect(await message(loadDataset("mnist", { dataDir: folder, fetch: serving(files, asked) }))).toBe(
        [
          `loadDataset: mnist needs ${[...files.keys()].join(", ")} (each with or without .gz) in dataDir ${folder}; looked in`,
          `  ${join(folder, "mnist")}: no t10k-labels-idx1-ubyte.gz`,
          `  ${join(folder, "MNIST/raw")}: none of the files`,
          `  ${join(folder, "raw")}: none of the files`,
          `  ${folder}: none of the files`,
        ].join("\n"),
      );
      expect(asked).toEqual([]);
    });

    it("notices the files of another set by their labels", async () => {
      const labels = gunzipSync(files.get("t10k-labels-idx1-ubyte.gz")!);
      const testLabels = createHash("sha256").update(labels).digest("hex");
      const original = { ...knownSets.mnist };
      Object.assign(knownSets.mnist, { testLabels });
      try {
        await put(".", files);
        await expect(loadDataset("fashion-mnist", { dataDir: folder })).rejects.toThrow(
          errorWith(DatasetFormatError, "labels of fashion-mnist", "got those of mnist"),
        );
        expect((await loadDataset("mnist", { dataDir: folder })).train.count).toBe(3);
      } finally {
        Object.assign(knownSets.mnist, original);
      }
    });

    it("is RECIPROCAL_DATA when no other is given, and goes on to the cache when the set is not there", async () => {
      vi.stubEnv("RECIPROCAL_DATA", folder);
      await put("mnist", files);
      expect((await loadDataset("mnist", { offline: true })).train.count).toBe(3);
      const told = await message(loadDataset("cifar10", { offline: true }));
      expect(told).toContain(`Not in RECIPROCAL_DATA:\n  ${join(folder, "cifar10")}: none of the files`);
    });
  });

  describe("from the cache and the mirrors", () => {
    const set = published(knownSets.mnist, files);

    it("downloads every file from the first mirror that has it, then asks no more", async () => {
      const asked: string[] = [];
      const { train } = await loadKnownSet(set, { fetch: serving(files, asked) });
      expect(train.labels).toEqual(Int32Array.of(3, 1, 4));
      expect(asked).toEqual(
        [...files.keys()].flatMap((name) => [`http://first/x/${name}`, `http://second/${name}`]),
      );
      expect((await readdir(join(folder, "cache", "mnist"))).sort()).toEqual([...files.keys()].sort());

      asked.length = 0;
      expect((await loadKnownSet(set, { fetch: serving(files, asked) })).train).toEqual(train);
      expect(asked).toEqual([]);
      expect((await loadKnownSet(set, { offline: true })).train).toEqual(train);
    });

    it("downloads again what is damaged in the cache, and nothing else", async () => {
      await loadKnownSet(set, { fetch: serving(files) });
      const [damaged, cut] = ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"];
      const other = Buffer.from(files.get(damaged)!);
      other[12]! ^= 1;
      await put("cache/mnist", [
        [damaged, other],
        [cut, files.get(cut)!.subarray(1)],
      ]);
      const asked: string[] = [];
      await loadKnownSet(set, { fetch: serving(files, asked), mirrors: ["http://second"] });
      expect(asked).toEqual([`http://second/${damaged}`, `http://second/${cut}`]);
      expect(files.get(damaged)!.equals(await readFile(join(folder, "cache/mnist", damaged)))).toBe(true);
    });

    it("replaces links, folders of the system and FIFOs in the cache without following them", async () => {
      const set = published(knownSets.mnist, files);
      const [first, second] = [...files.keys()];
      await put("cache/mnist", files);
      await put("outside", [[first!, files.get(first!)!]]);
      const cache = join(folder, "cache", "mnist");
      await rm(join(cache, first!));
      await symlink(join(folder, "outside", first!), join(cache, first!));
      await rm(join(cache, second!));
      execFileSync("mkfifo", [join(cache, second!)]);
      const offline = await message(loadKnownSet(set, { offline: true }));
      expect(offline).toContain("not to be used: ");
      expect(offline).toContain("a link that leads out of the folder");
      expect(offline).toContain("it is a FIFO");
      const asked: string[] = [];
      await loadKnownSet(set, { fetch: serving(files, asked) });
      expect(asked.filter((url) => url.startsWith("http://second/"))).toHaveLength(2);
      expect((await lstat(join(cache, first!))).isFile()).toBe(true);
      expect((await lstat(join(cache, second!))).isFile()).toBe(true);
      expect((await readFile(join(folder, "outside", first!))).equals(files.get(first!)!)).toBe(true);
    });

    it("takes a cache, and the folder of a set in it, that are links", async () => {
      const set = published(knownSets.mnist, files);
      await put("elsewhere", files);
      await mkdir(join(folder, "cache"));
      await symlink(join(folder, "elsewhere"), join(folder, "cache", "mnist"));
      expect((await loadKnownSet(set, { offline: true })).train.count).toBe(3);
    });

    it("removes what is left of downloads of files that are there", async () => {
      const set = published(knownSets.mnist, files);
      await put("cache/mnist", files);
      const [name] = files.keys();
      await put("cache/mnist", [[`${name}.part`, Buffer.from("x")]]);
      await loadKnownSet(set, { offline: true });
      expect(await readdir(join(folder, "cache/mnist"))).toEqual([...files.keys()].sort());
    });

    it.skipIf(process.getuid?.() === 0)("names the file where the cache may only be read", async () => {
      await mkdir(join(folder, "cache", "mnist"), { recursive: true });
      await chmod(join(folder, "cache", "mnist"), 0o500);
      const set = published(knownSets.mnist, files);
      await expect(loadKnownSet(set, { fetch: serving(files) })).rejects.toMatchObject({
        code: "EACCES",
        path: join(folder, "cache", "mnist", files.keys().next().value!),
      });
      await chmod(join(folder, "cache", "mnist"), 0o700);
    });

    it("names the file where a folder is in its place", async () => {
      const [name] = files.keys();
      await mkdir(join(folder, "cache", "mnist", name!, "x"), { recursive: true });
      const set = published(knownSets.mnist, files);
      await expect(loadKnownSet(set, { fetch: serving(files) })).rejects.toMatchObject({
        path: join(folder, "cache", "mnist", name!),
        message: expect.stringContaining("cannot be written: ") as string,
      });
    });

    it("unpacks an archive out of the cache", async () => {
      const archive = new Map([["cifar-10-binary.tar.gz", cifarArchive]]);
      const cifar = published(knownSets.cifar10, archive);
      const { train } = await loadKnownSet(cifar, {
        fetch: serving(archive),
        cacheDir: join(folder, "other"),
      });
      expect(train.labels).toEqual(Int32Array.of(0, 1, 2, 3, 4));
      expect(await readdir(join(folder, "other", "cifar10"))).toEqual(["cifar-10-binary.tar.gz"]);
    });

    it("says offline which files are needed, where they are published, and where to put them", async () => {
      const [first, ...rest] = set.published;
      await put("cache/mnist", [
        ...rest.map(({ file }) => [file, files.get(file)!] as const),
        [first!.file, Buffer.from("other")],
      ]);
      const asked: string[] = [];
      expect(await message(loadKnownSet(set, { offline: true, fetch: serving(files, asked) }))).toBe(
        [
          `loadDataset: mnist needs files that are not in the cache and were not downloaded; put them into ${join(folder, "cache", "mnist")}:`,
          `  ${first!.file}, ${first!.bytes} bytes, SHA-256 ${first!.sha256} (there with 5 bytes)`,
          "or name a folder that holds them, gzip or not, by dataDir or RECIPROCAL_DATA.",
          "Mirrors:",
          `  http://first/x/${first!.file}: not asked (offline)`,
          `  http://second/${first!.file}: not asked (offline)`,
        ].join("\n"),
      );
      expect(asked).toEqual([]);
    });

    it("says what every mirror answered, and which files are still missing", async () => {
      const some = new Map([...files].slice(0, 1));
      const told = await message(loadKnownSet(set, { fetch: serving(some) }));
      const labels = "train-labels-idx1-ubyte.gz";
      expect(told).toContain(`http://first/x/${labels}: answered 404`);
      expect(told).toContain(`http://second/${labels}: answered 404`);
      expect(told).not.toContain("train-images");
      for (const { file, bytes, sha256 } of set.published.slice(1)) {
        expect(told).toContain(`${file}, ${bytes} bytes, SHA-256 ${sha256} (not there)`);
      }
    });

    it("names the published files of every set when there is nothing", async () => {
      for (const known of Object.values(knownSets)) {
        const told = await message(loadKnownSet(known, { offline: true }));
        for (const { file, bytes, sha256 } of known.published) {
          expect(told).toContain(`${file}, ${bytes} bytes, SHA-256 ${sha256}`);
        }
        const { file } = known.published[0]!;
        for (const mirror of known.mirrors) expect(told).toContain(`${mirror}${file}: not asked (offline)`);
      }
    });

    it("does not begin when the signal has stopped it before", async () => {
      const asked: string[] = [];
      const work = loadKnownSet(set, {
        fetch: serving(files, asked),
        signal: AbortSignal.abort(new Error("no")),
      });
      await expect(work).rejects.toThrow("no");
      expect(asked).toEqual([]);
    });
  });

  it("refuses a name it does not know", async () => {
    for (const name of ["imagenet", "toString"]) {
      await expect(loadDataset(name as "mnist")).rejects.toThrow(
        errorWith(
          TypeError,
          `loadDataset: name`,
          `mnist, fashion-mnist, cifar10`,
          `got ${JSON.stringify(name)}`,
        ),
      );
    }
  });

  it.each([0, -1, NaN, Infinity])("refuses a stall timeout of %s", async (stallTimeout) => {
    await expect(loadDataset("mnist", { stallTimeout })).rejects.toThrow(
      errorWith(RangeError, `loadDataset: stallTimeout`, `got ${stallTimeout}`),
    );
  });

  it("says that it needs Node if there is none", async () => {
    vi.stubGlobal("process", undefined);
    try {
      await expect(loadDataset("mnist")).rejects.toThrow(errorWith(Error, "loadDataset: ", "node:path"));
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
