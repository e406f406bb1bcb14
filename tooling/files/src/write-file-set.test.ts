import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync as put,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  checkFolderSync,
  type FileError,
  type FileSet,
  writeFileSet,
  writeFileSetSync,
  type WriteOptions,
} from "./index.js";

let top: string;
let folder: string;
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), "files-"));
});
beforeEach(() => {
  folder = mkdtempSync(join(top, "test-"));
});
afterAll(() => rmSync(top, { recursive: true }));

const at = (name: string): string => join(folder, name);
const replace = { replace: true };

/** An index that names its parts, each called by what it holds. */
function setOf(...contents: readonly string[]): FileSet {
  const parts = new Map(contents.map((content) => [`part-${content}.bin`, content]));
  return {
    index: ["index.json", JSON.stringify([...parts.keys()])],
    parts,
    isPart: (name) => /^part-.*\.bin$/.test(name),
  };
}

/** What a reader finds by the index. */
function found(): string[] {
  const names = JSON.parse(readFileSync(at("index.json"), "utf8")) as string[];
  return names.map((name) => readFileSync(at(name), "utf8"));
}

type Form = (folder: string, files: FileSet, options: WriteOptions) => Promise<FileError | undefined>;
const forms: readonly [string, Form][] = [
  [
    "writeFileSet",
    (...args) =>
      writeFileSet(...args).then(
        () => undefined,
        (error: unknown) => error as FileError,
      ),
  ],
  [
    "writeFileSetSync",
    (...args) => {
      try {
        writeFileSetSync(...args);
        return Promise.resolve(undefined);
      } catch (error) {
        return Promise.resolve(error as FileError);
      }
    },
  ],
];

describe.each(forms)("%s", (_, write) => {
  it("writes a set, and one in the place of another, whose parts it removes", async () => {
    expect(await write(folder, setOf("a", "b"), { replace: false })).toBeUndefined();
    expect(found()).toEqual(["a", "b"]);
    expect(await write(`${folder}/`, setOf("b", "c"), replace)).toBeUndefined();
    expect(found()).toEqual(["b", "c"]);
    expect(readdirSync(folder).sort()).toEqual(["index.json", "part-b.bin", "part-c.bin"]);
  });

  it("makes the folder, and keeps what else is in one", async () => {
    expect(await write(at("made/on the way"), setOf("a"), replace)).toBeUndefined();
    expect(readdirSync(at("made/on the way")).sort()).toEqual(["index.json", "part-a.bin"]);
    mkdirSync(at("part-folder.bin"));
    for (const name of ["letter", "index.json.bak", "letter.part"]) put(at(name), "mine");
    const before = readdirSync(folder);
    await write(folder, setOf("a"), replace);
    await write(folder, setOf("b"), replace);
    expect(readdirSync(folder).sort()).toEqual([...before, "index.json", "part-b.bin"].sort());
  });

  it("removes what an interrupted write left a day ago, and nothing of one that may be going on", async () => {
    const id = "0123456789abcdef";
    const drafts = [`part-x.bin.${id}.part`, "part-x.bin.part", `index.json.${id}.part`, "index.json.part"];
    const left = ["part-x.bin", ...drafts];
    for (const name of left) put(at(name), "cut");
    await write(folder, setOf("a"), replace);
    expect(readdirSync(folder).sort()).toEqual([...left, "index.json", "part-a.bin"].sort());
    for (const name of left) utimesSync(at(name), 1e9, Date.now() / 1000 - 25 * 3600);
    await write(folder, setOf("a"), replace);
    expect(readdirSync(folder).sort()).toEqual(["index.json", "part-a.bin"]);
  });

  it("replaces no set unless it may", async () => {
    await write(folder, setOf("a"), replace);
    const error = await write(folder, setOf("b"), { replace: false });
    expect([error?.code, error?.path]).toEqual(["EEXIST", at("index.json")]);
    expect([found(), readdirSync(folder).sort()]).toEqual([["a"], ["index.json", "part-a.bin"]]);
  });

  it.each([
    ["part-c.bin", "EISDIR", () => mkdirSync(at("part-c.bin"))],
    ["part-c.bin", "EPERM", () => symlinkSync("../outside", at("part-c.bin"))],
    ["index.json", "EISDIR", () => (rmSync(at("index.json")), mkdirSync(at("index.json")))],
    ["index.json", "EPERM", () => (rmSync(at("index.json")), symlinkSync("../outside", at("index.json")))],
  ])("leaves all as it was if %s cannot be replaced: %s", async (name, code, spoil) => {
    await write(folder, setOf("a"), replace);
    spoil();
    const before = readdirSync(folder);
    const error = await write(folder, setOf("b", "c"), replace);
    expect([error?.code, error?.path]).toEqual([code, at(name)]);
    expect(readdirSync(folder)).toEqual(before);
    expect(readdirSync(top)).not.toContain("outside");
  });

  it.each([
    ["no name", "", "ENOENT", "a name is needed"],
    ["a file", "file", "ENOTDIR", "a folder is needed, got a file"],
    ["a file with a slash", "file/", "ENOTDIR", "a part of its path is a file"],
    ["a folder in a file", "file/folder", "ENOTDIR", "a part of its path is a file"],
    ["a link to nothing", "dangling", "ENOENT", "it is a link to nothing"],
    ["a long name", "x".repeat(256), "ENAMETOOLONG", "the name is too long"],
    ["a device", "../../../../dev/null", "ENOTDIR", "a folder is needed"],
  ])("refuses %s as its folder", async (_kind, name, code, reason) => {
    put(at("file"), "old");
    symlinkSync("nothing", at("dangling"));
    const path = name === "" ? "" : `${folder}/${name}`;
    const error = await write(path, setOf("a"), replace);
    expect([error?.code, error?.path]).toEqual([code, path]);
    expect(error?.message).toContain(`cannot be written: ${reason}`);
    expect(() => checkFolderSync(path)).toThrow(`${path}: cannot be written: `);
    expect(readdirSync(folder).sort()).toEqual(["dangling", "file"]);
  });

  it("removes the folders that it made for nothing", async () => {
    const { parts, isPart } = setOf("a");
    const error = await write(at("new/er"), { index: ["x".repeat(256), ""], parts, isPart }, replace);
    expect(error?.code).toBe("ENAMETOOLONG");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("follows a link to a folder", async () => {
    mkdirSync(at("real"));
    symlinkSync("real", at("link"));
    expect(await write(at("link"), setOf("a"), replace)).toBeUndefined();
    expect(readdirSync(at("real")).sort()).toEqual(["index.json", "part-a.bin"]);
  });
});

describe("writeFileSet", () => {
  it("leaves a set that is whole when many write at once", async () => {
    const contents = Array.from({ length: 8 }, (_, index) => [`${index}-one`, `${index}-two`]);
    await Promise.all(contents.map((content) => writeFileSet(folder, setOf(...content), replace)));
    expect(contents).toContainEqual(found());
  });
});

describe("checkFolderSync", () => {
  it("lets pass folders that are there or could be made, and makes none", () => {
    for (const path of [folder, `${folder}/`, at("new"), at("new/er")]) checkFolderSync(path);
    expect(readdirSync(folder)).toEqual([]);
  });
});
