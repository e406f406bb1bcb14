import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync as put } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  fileError,
  lookInside,
  readFile,
  readFileSync,
  readInside,
  readInsideSync,
  showPath,
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
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A socket while the test runs. */
async function socket(): Promise<() => Promise<unknown>> {
  const server = createServer().listen(at("socket"));
  await new Promise((resolve) => server.once("listening", resolve));
  return () => new Promise((resolve) => server.close(resolve));
}

describe.each([
  ["readFile", readFile],
  // eslint-disable-next-line @typescript-eslint/require-await -- a form of the same shape, which throws in a promise
  ["readFileSync", async (path: string) => readFileSync(path)],
])("%s", (_, read) => {
  it("reads files, through links too", async () => {
    put(at("a"), "text");
    put(at("empty"), "");
    symlinkSync("a", at("link"));
    expect(textOf(await read(at("a")))).toBe("text");
    expect(textOf(await read(at("link")))).toBe("text");
    expect(await read(at("empty"))).toHaveLength(0);
    expect(textOf(await read("/proc/self/stat"))).toMatch(/^\d+ \(/); // whose length is 0
  });

  it("reads a FIFO to its end, as cat does", async () => {
    execFileSync("mkfifo", [at("fifo")]);
    spawn("sh", ["-c", 'seq 100000 >"$0"', at("fifo")], { stdio: "ignore" });
    expect(textOf(await read(at("fifo"))).endsWith("\n99999\n100000\n")).toBe(true);
  });

  it("leaves Node able to follow links to modules, after a FIFO", async () => {
    mkdirSync(at("inner"));
    mkdirSync(at("far"));
    symlinkSync("inner", at("first"));
    symlinkSync("../far", at("inner/second"));
    for (const name of ["one.cjs", "two.cjs"]) put(at(`far/${name}`), "");
    const { resolve } = createRequire(import.meta.url);
    const resolved = (name: string): string => resolve(at(`first/second/${name}`));
    expect(resolved("one.cjs")).toBe(realpathSync(at("far/one.cjs"))); // Node knows the links from here on

    execFileSync("mkfifo", [at("fifo")]);
    spawn("sh", ["-c", 'echo text >"$0"', at("fifo")], { stdio: "ignore" });
    expect(textOf(await read(at("fifo")))).toBe("text\n");
    expect(resolved("two.cjs")).toBe(join(realpathSync(at("far")), "two.cjs"));
  });

  it.each([
    ["nothing", "", "ENOENT", "a name is needed"],
    ["a missing file", "no", "ENOENT", "there is no such file"],
    ["a file in a missing folder", "no/no", "ENOENT", "there is no such file"],
    ["a file in a file", "file/no", "ENOTDIR", "a part of its path is a file"],
    ["a folder", ".", "EISDIR", "it is a folder"],
    ["a link to nothing", "dangling", "ENOENT", "it is a link to nothing, which is not there"],
    ["a link to itself", "loop", "ELOOP", "in a circle"],
    ["a device", "../../../../dev/zero", "EPERM", "it is a device"],
    ["a socket", "socket", "ENXIO", "it is a socket"],
    ["a long name", "x".repeat(256), "ENAMETOOLONG", "the name is too long"],
    ["a zero byte", "a\0", "ERR_INVALID_ARG_VALUE", "a name cannot have a zero byte"],
  ])("refuses %s by name", async (_kind, name, code, reason) => {
    put(at("file"), "");
    symlinkSync("nothing", at("dangling"));
    symlinkSync("loop", at("loop"));
    const close = await socket();
    const path = name === "" ? "" : `${folder}/${name}`;
    const error: unknown = await read(path).catch((one: unknown) => one);
    await close();
    expect(error).toMatchObject({ code, path, message: expect.stringContaining(reason) as string });
  });
});

describe.each([
  ["readInside", readInside],
  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  ["readInsideSync", async (inner: string, name: string) => readInsideSync(inner, name)],
])("%s", (_, read) => {
  it("reads files of the folder and of those in it, links that stay there included", async () => {
    mkdirSync(at("in/ner"), { recursive: true });
    put(at("in/ner/a"), "text");
    symlinkSync("ner/a", at("in/link"));
    symlinkSync("in", at("also"));
    expect(textOf(await read(at("in"), "ner/a"))).toBe("text");
    expect(textOf(await read(at("in"), "./ner/../link"))).toBe("text");
    expect(textOf(await read(at("also"), "link"))).toBe("text");
    expect(textOf(await read("/", join(folder, "in/ner/a").slice(1)))).toBe("text");
  });

  it.each([
    ["a path that leads out", "../outside", "it leads out"],
    ["one that does so on a detour", "ner/../../outside", "it leads out"],
    ["the folder itself", "ner/..", "it is a folder"],
    ["a link that leads out", "link", "a link that leads out"],
    ["a file behind a folder that leads out", "up/outside", "a link that leads out"],
    ["a link to nothing", "dangling", "a link that leads nowhere"],
    ["a link to itself", "loop", "in a circle"],
    ["a missing file", "no", "there is no such file"],
    ["a folder", "ner", "it is a folder"],
    ["a FIFO, which would wait for ever", "fifo", "it is a FIFO"],
    ["a link to a device", "device", "a link that leads out"],
    ["a socket", "socket", "it is a socket"],
  ])("refuses %s", async (_kind, name, reason) => {
    const outer = folder;
    put(at("outside"), "secret");
    mkdirSync(at("in/ner"), { recursive: true });
    folder = at("in");
    symlinkSync("../outside", at("link"));
    symlinkSync("..", at("up"));
    symlinkSync("nothing", at("dangling"));
    symlinkSync("loop", at("loop"));
    symlinkSync("/dev/zero", at("device"));
    execFileSync("mkfifo", [at("fifo")]);
    const close = await socket();
    const error: unknown = await read(folder, name).catch((one: unknown) => one);
    await close();
    expect(error).toMatchObject({ path: at(name), message: expect.stringContaining(reason) as string });
    folder = outer;
  });

  it("refuses a device that is in the folder", async () => {
    await expect(read("/dev", "zero")).rejects.toThrow("/dev/zero: cannot be read: it is a device");
  });
});

describe("lookInside", () => {
  it("tells files, folders and nothing apart, behind links that stay inside too", async () => {
    mkdirSync(at("ner"));
    put(at("a"), "");
    symlinkSync("a", at("link"));
    symlinkSync(".", at("self"));
    expect(await lookInside(folder, "a")).toBe("file");
    expect(await lookInside(folder, "link")).toBe("file");
    expect(await lookInside(folder, "ner")).toBe("folder");
    expect(await lookInside(folder, "self")).toBe("folder");
    expect(await lookInside(folder, "self/self/a")).toBe("file");
    for (const name of ["no", "no/no", "a/no"]) expect(await lookInside(folder, name)).toBeUndefined();
  });

  it.each([
    ["a path that leads out", "..", "it leads out"],
    ["a link that leads out", "out", "a link that leads out"],
    ["what is behind one", "out/null", "a link that leads out"],
    ["a link to nothing", "dangling", "a link that leads nowhere"],
    ["a link to itself", "loop", "in a circle"],
    ["a FIFO", "fifo", "it is a FIFO"],
    ["a socket", "socket", "it is a socket"],
  ])("refuses %s", async (_kind, name, reason) => {
    symlinkSync("/dev", at("out"));
    symlinkSync("nothing", at("dangling"));
    symlinkSync("loop", at("loop"));
    execFileSync("mkfifo", [at("fifo")]);
    const close = await socket();
    const error: unknown = await lookInside(folder, name).catch((one: unknown) => one);
    await close();
    expect(error).toMatchObject({ message: expect.stringContaining(reason) as string });
  });
});

describe("fileError", () => {
  it("names the path and the reason, and keeps code and cause", () => {
    const cause = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    const error = fileError("net.rcp", "written", cause);
    expect(error.message).toBe("net.rcp: cannot be written: the disk is full (ENOSPC)");
    expect(error).toMatchObject({ code: "ENOSPC", path: "net.rcp", cause });
    const unknown = Object.assign(new Error("EODD: so it is"), { code: "EODD" });
    expect(fileError("net.rcp", "read", unknown).message).toBe("net.rcp: cannot be read: EODD: so it is");
  });

  it("stays short and on one line whatever the path", () => {
    expect(showPath("a\nb\u001b[31m")).toBe("a\\u000ab\\u001b[31m");
    expect(showPath("x".repeat(1e6))).toHaveLength(281);
    expect(fileError("\u001b".repeat(1e6), "read", new Error("\n".repeat(1e6))).message.length).toBeLessThan(
      2000,
    );
  });
});
