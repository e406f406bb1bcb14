import { execFileSync, spawn } from "node:child_process";
import fs, {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync as put,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { hasSmallDisks, type SmallDisk, smallDisk } from "@reciprocal/test-utils";
import { checkWritableSync, type FileError, writeFile, writeFileSync, type WriteOptions } from "./index.js";

let top: string;
let folder: string;
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), "files-"));
});
beforeEach(() => {
  folder = mkdtempSync(join(top, "test-"));
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(top, { recursive: true }));

const at = (name: string): string => join(folder, name);
const text = (name: string): string => readFileSync(at(name), "utf8");
const names = (): string[] => readdirSync(folder).sort();

/** Both forms of the function, with the error that they end with. */
const forms: readonly [
  string,
  (path: string, options: WriteOptions, content?: Uint8Array | string) => Promise<FileError | undefined>,
][] = [
  [
    "writeFile",
    (path, options, content = "new") =>
      writeFile(path, content, options).then(
        () => undefined,
        (error: unknown) => error as FileError,
      ),
  ],
  [
    "writeFileSync",
    (path, options, content = "new") => {
      try {
        writeFileSync(path, content, options);
        return Promise.resolve(undefined);
      } catch (error) {
        return Promise.resolve(error as FileError);
      }
    },
  ],
];

const replace = { replace: true };
const keep = { replace: false };

describe.each(forms)("%s", (_, write) => {
  it("writes a new file, and over one that is there if it may", async () => {
    expect(await write(at("a"), keep, Uint8Array.of(0, 255))).toBeUndefined();
    expect(readFileSync(at("a"))).toEqual(Buffer.from([0, 255]));
    expect(await write(at("a"), replace, "other")).toBeUndefined();
    expect([text("a"), names()]).toEqual(["other", ["a"]]);
  });

  it("leaves a file that is there if it must, and says so", async () => {
    put(at("a"), "old");
    const error = await write(at("a"), keep);
    expect([error?.code, error?.path, error?.message]).toEqual([
      "EEXIST",
      at("a"),
      `${at("a")}: cannot be written: something is there already (EEXIST)`,
    ]);
    expect([text("a"), names()]).toEqual(["old", ["a"]]);
  });

  it("replaces no file that comes into being meanwhile", async () => {
    // between the look and the last step
    const { fsyncSync, fsync } = fs;
    vi.spyOn(fs, "fsyncSync").mockImplementation((file) => {
      put(at("a"), "theirs");
      fsyncSync(file);
    });
    vi.spyOn(fs, "fsync").mockImplementation((file, done) => {
      put(at("a"), "theirs");
      fsync(file, done);
    });
    expect((await write(at("a"), keep))?.code).toBe("EEXIST");
    expect([text("a"), names()]).toEqual(["theirs", ["a"]]);
  });

  // what Linux, macOS, Windows, Android and network shares say
  describe.each(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EACCES", "EISDIR", "EINVAL"])(
    "where there are no hard links (%s)",
    (code) => {
      beforeEach(() => {
        const error = Object.assign(new Error(code), { code });
        vi.spyOn(fs, "linkSync").mockImplementation(() => {
          throw error;
        });
        vi.spyOn(fs, "link").mockImplementation((from, to, done) => done(error));
      });

      it("writes a new file", async () => {
        expect(await write(at("a"), keep)).toBeUndefined();
        expect([text("a"), names()]).toEqual(["new", ["a"]]);
      });

      it("replaces none that comes into being meanwhile", async () => {
        const { fsyncSync, fsync } = fs;
        vi.spyOn(fs, "fsyncSync").mockImplementation((file) => {
          put(at("a"), "theirs");
          fsyncSync(file);
        });
        vi.spyOn(fs, "fsync").mockImplementation((file, done) => {
          put(at("a"), "theirs");
          fsync(file, done);
        });
        expect((await write(at("a"), keep))?.code).toBe("EEXIST");
        expect([text("a"), names()]).toEqual(["theirs", ["a"]]);
      });
    },
  );

  it("is not stopped by what a process left that had the same id", async () => {
    put(at(`a.${process.pid}.part`), "");
    put(at("a.part"), "");
    mkdirSync(at("a.0123456789abcdef.part"));
    expect(await write(at("a"), keep)).toBeUndefined();
    expect(text("a")).toBe("new");
  });

  it("follows a link, keeps it, and replaces what it leads to", async () => {
    mkdirSync(at("far"));
    put(at("far/a"), "old");
    symlinkSync("far/a", at("link"));
    symlinkSync("link", at("again"));
    expect((await write(at("again"), keep))?.code).toBe("EEXIST");
    expect(await write(at("again"), replace)).toBeUndefined();
    expect(text("far/a")).toBe("new");
    expect(fs.readlinkSync(at("again"))).toBe("link");
    expect(fs.readlinkSync(at("link"))).toBe("far/a");
    expect([names(), readdirSync(at("far"))]).toEqual([["again", "far", "link"], ["a"]]);
  });

  it("keeps the permissions of the file, and changes no other name of it", async () => {
    put(at("a"), "old");
    chmodSync(at("a"), 0o640);
    linkSync(at("a"), at("twin"));
    expect(await write(at("a"), replace)).toBeUndefined();
    expect((statSync(at("a")).mode & 0o777).toString(8)).toBe("640");
    expect([text("a"), text("twin")]).toEqual(["new", "old"]);
  });

  it("takes a name as long as names can be", async () => {
    for (const name of ["a".repeat(255), "é".repeat(127)]) {
      expect(await write(at(name), keep)).toBeUndefined();
      expect(await write(at(name), replace, "newer")).toBeUndefined();
      expect(text(name)).toBe("newer");
    }
    expect(names()).toHaveLength(2);
  });

  it("writes to what takes bytes and is no file", async () => {
    expect(await write("/dev/null", keep)).toBeUndefined();
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    symlinkSync("/dev/null", at("null"));
    expect(await write(at("null"), keep)).toBeUndefined();
    execFileSync("mkfifo", [at("fifo")]);
    const reader = spawn("cat", [at("fifo")], { stdio: ["ignore", fs.openSync(at("got"), "w"), "ignore"] });
    const closed = new Promise((resolve) => reader.on("close", resolve));
    const large = new Uint8Array(300_000).fill(7); // more than a pipe takes at once
    expect(await write(at("fifo"), keep, large)).toBeUndefined();
    await closed;
    expect(readFileSync(at("got"))).toEqual(Buffer.from(large));
    expect(names()).toEqual(["fifo", "got", "null"]);
  });

  it.each([
    ["nothing", "", "ENOENT", "a name is needed"],
    ["a folder with a slash", "a/", "EISDIR", "it is a folder"],
    ["a folder", "a", "EISDIR", "it is a folder"],
    ["this folder", ".", "EISDIR", "it is a folder"],
    ["the folder above", "..", "EISDIR", "it is a folder"],
    ["a new name with a slash", "new/", "EISDIR", "ends in a slash"],
    ["a name in no folder", "no/new", "ENOENT", "there is no folder"],
    ["a name in a file", "file/new", "ENOTDIR", "a part of its path is a file"],
    ["a file with a slash", "file/", "ENOTDIR", "a part of its path is a file"],
    ["a link to nothing", "dangling", "ENOENT", "it is a link to nothing, which is not there"],
    ["a link to itself", "loop", "ELOOP", "in a circle"],
    ["a long name", "x".repeat(256), "ENAMETOOLONG", "the name is too long"],
    ["a long path", "x/".repeat(3000), "ENAMETOOLONG", "the name is too long"],
    ["a zero byte", "zero\0byte", "ERR_INVALID_ARG_VALUE", "a name cannot have a zero byte"],
    ["a socket", "socket", "ENXIO", "it is a socket"],
  ])("refuses %s by name and leaves all as it was", async (_kind, name, code, reason) => {
    mkdirSync(at("a"));
    put(at("file"), "old");
    symlinkSync("nothing", at("dangling"));
    symlinkSync("loop", at("loop"));
    const server = createServer().listen(at("socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    const before = names();
    // relative, as users write them
    const path = name === "" ? "" : `${folder}/${name}`;
    for (const options of [keep, replace]) {
      const error = await write(path, options);
      expect([error?.code, error?.path]).toEqual([code, path]);
      expect(error?.message).toContain(`cannot be written: `);
      expect(error?.message).toContain(reason);
      expect(error!.message.length).toBeLessThan(1000);
      expect(error?.message).not.toContain("\0");
      expect(names()).toEqual(before);
      expect(checked(path, options)).toEqual(error?.message);
    }
    await new Promise((resolve) => server.close(resolve));
  });

  it("names what it was to write where the disk is full", async () => {
    const error = await write("/dev/full", replace, new Uint8Array(100_000));
    expect(error?.message).toBe("/dev/full: cannot be written: the disk is full (ENOSPC)");
    expect(error).toMatchObject({ code: "ENOSPC", path: "/dev/full", cause: { code: "ENOSPC" } });
  });

  it("names what it was to write where nothing can be made", async () => {
    const error = await write("/proc/net.rcp", replace);
    expect(error?.message).toBe("/proc/net.rcp: cannot be written: no file can be made in this folder");
    expect(error).toMatchObject({
      code: "ENOENT",
      path: "/proc/net.rcp",
      cause: { cause: { code: "ENOENT" } },
    });
  });

  it("is whole even where one call writes less than it is given", async () => {
    const { writeSync, write: writeAsync } = fs;
    type Sync = (file: number, bytes: Uint8Array, offset: number, length?: number) => number;
    type Async = (file: number, bytes: Uint8Array, offset: number, length: number, done: () => void) => void;
    vi.spyOn(fs, "writeSync").mockImplementation(((file, bytes, offset) =>
      (writeSync as Sync)(
        file,
        bytes,
        offset,
        Math.min(7, bytes.length - offset),
      )) as Sync as typeof fs.writeSync);
    vi.spyOn(fs, "write").mockImplementation(((
      file: number,
      bytes: Uint8Array,
      offset: number,
      done: () => void,
    ) => (writeAsync as Async)(file, bytes, offset, Math.min(7, bytes.length - offset), done)) as never);
    const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);
    expect(await write(at("a"), keep, bytes)).toBeUndefined();
    expect(readFileSync(at("a"))).toEqual(Buffer.from(bytes));
  });
});

function checked(path: string, options: WriteOptions): string | undefined {
  try {
    checkWritableSync(path, options);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}

describe("checkWritableSync", () => {
  it("lets pass what could be written, and writes nothing", () => {
    put(at("file"), "old");
    for (const path of [at("a"), "/dev/null"]) checkWritableSync(path, keep);
    checkWritableSync(at("file"), replace);
    expect(checked(at("file"), keep)).toContain("EEXIST");
    expect(names()).toEqual(["file"]);
  });
});

// The real thing, where mounting is allowed; /dev/full above is everywhere.
describe.skipIf(!hasSmallDisks())("on a disk of a few pages", () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = smallDisk()!;
    put(join(disk.path, "a"), "old");
  });
  afterEach(() => disk.remove());

  it.each(forms)("%s leaves all as it was if there is no room", async (_, write) => {
    for (const path of [join(disk.path, "a"), join(disk.path, "b")]) {
      const error = await write(path, replace, new Uint8Array(1 << 17));
      expect(error?.message).toBe(`${path}: cannot be written: the disk is full (ENOSPC)`);
    }
    expect(readdirSync(disk.path)).toEqual(["a"]);
    expect(readFileSync(join(disk.path, "a"), "utf8")).toBe("old");
  });

  it.each(forms)("%s says that nothing can be written there", async (_, write) => {
    disk.makeReadOnly();
    for (const path of [join(disk.path, "a"), join(disk.path, "b")]) {
      const error = await write(path, replace);
      const message = `${path}: cannot be written: the file system is read-only (EROFS)`;
      expect([error?.message, checked(path, replace)]).toEqual([message, message]);
    }
    expect(readdirSync(disk.path)).toEqual(["a"]);
    expect(readFileSync(join(disk.path, "a"), "utf8")).toBe("old");
  });
});
