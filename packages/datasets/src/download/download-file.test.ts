import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import fs, { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { downloadFile } from "./download-file.js";
import type { DownloadProgress, DownloadSettings } from "./download-settings.js";

const realOpen = fs.open;
const content = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * i) % 251));
const file = { file: "data.gz", bytes: content.length, sha256: digest(content) };

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

type Handler = (request: IncomingMessage, response: ServerResponse, visit: number) => void;

/** Sends the content as asked, with Range. */
const serve: Handler = (request, response) => send(request, response, content);

function send(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (from > 0) {
    response.writeHead(206, {
      "content-length": bytes.length - from,
      "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
    });
  } else response.writeHead(200, { "content-length": bytes.length });
  response.end(bytes.subarray(from));
}

/** Announces the whole content, sends up to `end`, then hangs up. */
function breakOff(request: IncomingMessage, response: ServerResponse, end: number): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, {
    "content-length": content.length - from,
    ...(from > 0 && { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` }),
  });
  response.write(content.subarray(from, end), () => setTimeout(() => response.destroy(), 20));
}

describe("downloadFile", () => {
  let folder: string;
  let target: string;
  const servers: ReturnType<typeof createServer>[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "reciprocal-download-"));
    target = join(folder, "cache", file.file);
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    await rm(folder, { recursive: true });
  });

  /** A mirror on this machine; `ranges` collects the Range header of every request. */
  async function mirror(handler: Handler): Promise<{ url: string; ranges: (string | undefined)[] }> {
    const ranges: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      ranges.push(request.headers.range);
      handler(request, response, ranges.length);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.gz`, ranges };
  }

  function download(urls: string[], settings: Partial<DownloadSettings> = {}): Promise<string[] | undefined> {
    return downloadFile(file, target, { urls, stallTimeout: 5000, minRate: 4000, fetch, ...settings });
  }

  const names = () => readdir(join(folder, "cache"));

  it("moves the file to its place and leaves nothing else", async () => {
    const { url } = await mirror(serve);
    const seen: DownloadProgress[] = [];
    expect(await download([url], { onProgress: (progress) => seen.push(progress) })).toBeUndefined();
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(await names()).toEqual([file.file]);
    expect(seen.at(-1)).toEqual({ file: file.file, url, receivedBytes: 100_000, totalBytes: 100_000 });
    expect(seen.every(({ receivedBytes }, i) => i === 0 || receivedBytes > seen[i - 1]!.receivedBytes)).toBe(
      true,
    );
  });

  it("asks for the rest of a part file, and only for that", async () => {
    const { url, ranges } = await mirror(serve);
    await download([]);
    await writeFile(`${target}.part`, content.subarray(0, 70_000));
    const received: number[] = [];
    expect(
      await download([url], { onProgress: ({ receivedBytes }) => received.push(receivedBytes) }),
    ).toBeUndefined();
    expect(ranges).toEqual(["bytes=70000-"]);
    expect(received[0]).toBeGreaterThan(70_000);
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(await names()).toEqual([file.file]);
  });

  it("goes on with the same mirror when it breaks off", async () => {
    const { url, ranges } = await mirror((request, response, visit) =>
      visit < 3 ? breakOff(request, response, visit * 40_000) : serve(request, response, visit),
    );
    expect(await download([url])).toBeUndefined();
    expect(ranges).toEqual([undefined, "bytes=40000-", "bytes=80000-"]);
    expect((await readFile(target)).equals(content)).toBe(true);
  });

  it("keeps what arrived when every mirror fails, and goes on the next time", async () => {
    const bad = await mirror((request, response, visit) =>
      visit === 1 ? breakOff(request, response, 30_000) : response.writeHead(503).end(),
    );
    expect(await download([bad.url])).toEqual([`${bad.url}: answered 503 Service Unavailable`]);
    expect(await names()).toEqual([`${file.file}.part`]);
    const good = await mirror(serve);
    expect(await download([good.url])).toBeUndefined();
    expect(good.ranges).toEqual(["bytes=30000-"]);
    expect(await names()).toEqual([file.file]);
  });

  it("takes the whole file from a mirror that knows no Range", async () => {
    const { url, ranges } = await mirror((_, response) => response.writeHead(200).end(content));
    await download([]);
    await writeFile(`${target}.part`, content.subarray(0, 70_000));
    expect(await download([url])).toBeUndefined();
    expect(ranges).toEqual(["bytes=70000-"]);
    expect((await readFile(target)).equals(content)).toBe(true);
  });

  it.each([
    ["of the right length", content.length],
    ["that is shorter", 1000],
    ["that is longer", content.length + 5],
  ])("starts again when there is a part file of other bytes %s", async (_, length) => {
    const { url } = await mirror(serve);
    await download([]);
    await writeFile(`${target}.part`, Buffer.alloc(length, 1));
    expect(await download([url])).toBeUndefined();
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(await names()).toEqual([file.file]);
  });

  it.each([
    ["refuses the range", (response: ServerResponse) => response.writeHead(416).end()],
    [
      "sends another range",
      (response: ServerResponse) =>
        response
          .writeHead(206, { "content-range": "bytes 400-99999/100000" })
          .end(content.subarray(400, 410)),
    ],
    [
      "has another length",
      (response: ServerResponse) =>
        response.writeHead(206, { "content-range": "bytes 500-999/1000" }).end(content.subarray(500, 510)),
    ],
  ])("starts again at a mirror that %s", async (_, answer) => {
    const { url, ranges } = await mirror((request, response) =>
      request.headers.range === undefined ? send(request, response, content) : answer(response),
    );
    await download([]);
    await writeFile(`${target}.part`, content.subarray(0, 500));
    expect(await download([url])).toBeUndefined();
    expect(ranges).toEqual(["bytes=500-", undefined]);
    expect((await readFile(target)).equals(content)).toBe(true);
  });

  it("asks the next mirror when one has no such file, the wrong bytes, or another length", async () => {
    const wrong = Buffer.from(content);
    wrong[99_999]! ^= 1;
    const missing = await mirror((_, response) => response.writeHead(404).end("no"));
    const changed = await mirror((request, response) => send(request, response, wrong));
    const short = await mirror((request, response) => send(request, response, content.subarray(1)));
    const endless = await mirror((_, response) =>
      response.writeHead(200).end(Buffer.concat([content, content])),
    );
    const good = await mirror(serve);
    const bad = [missing.url, changed.url, short.url, endless.url];
    expect(await download([...bad, good.url])).toBeUndefined();
    expect((await readFile(target)).equals(content)).toBe(true);

    await rm(target);
    expect(await download(bad)).toEqual([
      `${missing.url}: answered 404 Not Found`,
      expect.stringMatching(new RegExp(`^${changed.url}: .*${digest(wrong)}.*${file.sha256}`)),
      expect.stringMatching(new RegExp(`^${short.url}: .*99999 bytes.*100000`)),
      `${endless.url}: sent more than 100000 bytes`,
    ]);
    expect(await names()).toEqual([]);
  });

  it("notices a file that ends too early without an error of the connection", async () => {
    const cut = await mirror((_, response) => response.writeHead(200).end(content.subarray(0, 30_000)));
    expect(await download([cut.url])).toEqual([`${cut.url}: sent 30000 of 100000 bytes`]);
    expect((await readFile(`${target}.part`)).equals(content.subarray(0, 30_000))).toBe(true);
  });

  it("asks for the bytes as they are, without a content encoding", async () => {
    const { url } = await mirror((request, response) => {
      if (request.headers["accept-encoding"] === "identity") response.writeHead(200).end(content);
      else response.writeHead(406).end();
    });
    expect(await download([url])).toBeUndefined();
  });

  it("says that a mirror cannot be reached", async () => {
    const { url } = await mirror(serve);
    const server = servers.pop()!;
    await new Promise((resolve) => server.close(resolve));
    expect(await download([url])).toEqual([expect.stringContaining("ECONNREFUSED")]);
  });

  it("gives up a mirror that stalls, before or after its headers", async () => {
    const silent = await mirror(() => undefined);
    const stuck = await mirror((_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 10));
    });
    const answers = await download([silent.url], { stallTimeout: 50 });
    expect(answers).toEqual([`${silent.url}: sent nothing for 50 ms`]);
    const good = await mirror(serve);
    expect(await download([stuck.url, good.url], { stallTimeout: 50 })).toBeUndefined();
    expect((await readFile(target)).equals(content)).toBe(true);
  });

  it("gives up a mirror that stalls even when fetch does not listen to the signal", async () => {
    const deaf = () => new Promise<Response>(() => undefined);
    expect(await download(["http://a/"], { fetch: deaf, stallTimeout: 20 })).toEqual([
      "http://a/: sent nothing for 20 ms",
    ]);
  });

  it("gives up a mirror that brings a few bytes each time", async () => {
    const drip = await mirror((request, response, visit) => breakOff(request, response, visit * 10));
    expect(await download([drip.url])).toEqual([expect.stringContaining("gave up after 20 attempts: ")]);
    expect(drip.ranges.length).toBe(20);
  });

  /** Sends some bytes every so often, from where it is asked to go on. */
  const trickle =
    (bytes: number, pause: number): Handler =>
    (request, response) => {
      let at = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
      response.writeHead(at > 0 ? 206 : 200, {
        "content-length": content.length - at,
        ...(at > 0 && { "content-range": `bytes ${at}-${content.length - 1}/${content.length}` }),
      });
      const timer = setInterval(() => response.write(content.subarray(at, (at += bytes))), pause);
      response.once("close", () => clearInterval(timer));
    };

  it("gives up a mirror that trickles, at once, and goes on with the next from where it was", async () => {
    const slow = await mirror(trickle(10, 5));
    const good = await mirror(serve);
    const settings = { stallTimeout: 300, minRate: 50_000 };
    expect(await download([slow.url, good.url], settings)).toBeUndefined();
    expect(slow.ranges).toEqual([undefined]); // not asked again, as one that broke off is
    expect(good.ranges[0]).toMatch(/^bytes=\d+0-$/);
    expect((await readFile(target)).equals(content)).toBe(true);
    const alone = await mirror(trickle(10, 5));
    await rm(target);
    expect(await download([alone.url], settings)).toEqual([
      expect.stringMatching(/: sent \d+ bytes in \d+ ms, needed 50000 a second \(minRate\)$/),
    ]);
    expect(await names()).toEqual([`${file.file}.part`]);
  });

  it("asks no second time where a few bytes and then silence came", async () => {
    const stuck = await mirror((_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 10));
    });
    expect(await download([stuck.url], { stallTimeout: 50 })).toEqual([
      `${stuck.url}: sent nothing for 50 ms`,
    ]);
    expect(stuck.ranges).toHaveLength(1);
  });

  it("gives up a mirror that sends itself around, or to what is no mirror", async () => {
    const to = (location: string) => mirror((_, response) => response.writeHead(302, { location }).end());
    const loop = await to("/data.gz");
    const others = [await to("file:///etc/hostname"), await to("data:,abc"), await to("ftp://127.0.0.1/")];
    const answers = await download([loop, ...others].map(({ url }) => url));
    expect(answers?.[0]).toBe(`${loop.url}: redirect count exceeded`);
    expect(answers).toHaveLength(4);
    expect(loop.ranges.length).toBeLessThanOrEqual(21);
    expect(await names()).toEqual([]);
  });

  it("follows a mirror that sends it elsewhere", async () => {
    const there = await mirror(serve);
    const here = await mirror((_, response) => response.writeHead(302, { location: there.url }).end());
    expect(await download([here.url])).toBeUndefined();
  });

  it("writes neither through a link nor into a FIFO that has the name of a part file", async () => {
    const { url, ranges } = await mirror(serve);
    await download([]);
    await writeFile(join(folder, "outside"), "mine");
    await symlink(join(folder, "outside"), `${target}.part`);
    execFileSync("mkfifo", [`${target}.host.1.x.part`]);
    expect(await download([url])).toBeUndefined();
    expect(ranges).toEqual([undefined]);
    expect(await readFile(join(folder, "outside"), "utf8")).toBe("mine");
  });

  it("replaces a link in its place, not what it leads to", async () => {
    const { url } = await mirror(serve);
    await download([]);
    await writeFile(join(folder, "outside"), "mine");
    await symlink(join(folder, "outside"), target);
    expect(await download([url])).toBeUndefined();
    expect(await readFile(join(folder, "outside"), "utf8")).toBe("mine");
    expect((await readFile(target)).equals(content)).toBe(true);
  });

  it("names the file in errors of the disk", async () => {
    const { url } = await mirror(serve);
    await mkdir(join(target, "inner"), { recursive: true });
    await expect(download([url])).rejects.toMatchObject({
      path: target,
      message: expect.stringMatching(
        /data\.gz: cannot be written: .*\((EISDIR|ENOTEMPTY|EEXIST)\)$/,
      ) as string,
    });
    await writeFile(join(folder, "file"), "");
    const below = join(folder, "file", "data.gz");
    await expect(
      downloadFile(file, below, { urls: [url], stallTimeout: 5000, minRate: 0, fetch }),
    ).rejects.toMatchObject({ code: "EEXIST", path: below });
  });

  it.runIf(existsSync("/dev/full"))(
    "names the file when the disk is full, and asks no other mirror",
    async () => {
      const { url, ranges } = await mirror(serve);
      const full = await realOpen("/dev/full", "w");
      const open = vi.spyOn(fs, "open").mockImplementation(async (...args) => {
        const opened = await realOpen(...args);
        return Object.assign(opened, { appendFile: (bytes: Uint8Array) => full.appendFile(bytes) });
      });
      await expect(download([url, url])).rejects.toMatchObject({
        code: "ENOSPC",
        path: target,
        message: `${target}: cannot be written: the disk is full (ENOSPC)`,
      });
      await full.close();
      open.mockRestore();
      expect(ranges).toHaveLength(1);
    },
  );

  it("stops with the reason of the signal and keeps what arrived", async () => {
    const stop = new AbortController();
    const slow = await mirror((_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 20_000));
    });
    const never = await mirror(serve);
    const work = download([slow.url, never.url], {
      signal: stop.signal,
      onProgress: ({ receivedBytes }) => {
        if (receivedBytes === 20_000) stop.abort(new Error("enough"));
      },
    });
    await expect(work).rejects.toThrow("enough");
    expect(never.ranges).toEqual([]);
    expect(await names()).toEqual([`${file.file}.part`]);
    expect((await readFile(`${target}.part`)).equals(content.subarray(0, 20_000))).toBe(true);
  });

  it("stops with the reason of the signal while the only mirror is silent", async () => {
    const { url } = await mirror(() => undefined);
    const work = download([url], { signal: AbortSignal.timeout(50) });
    await expect(work).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("passes on what the progress callback throws, as it is", async () => {
    const { url } = await mirror(serve);
    const work = download([url], {
      onProgress: () => {
        throw new TypeError("mine");
      },
    });
    await expect(work).rejects.toThrow(new TypeError("mine"));
  });

  it("lets several downloads of one file run at once", async () => {
    const { url } = await mirror((request, response) =>
      setTimeout(() => send(request, response, content), 20),
    );
    await download([]);
    await writeFile(`${target}.part`, content.subarray(0, 100));
    expect(await Promise.all([1, 2, 3, 4].map(() => download([url])))).toEqual(new Array(4).fill(undefined));
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(await names()).toEqual([file.file]);
  });

  it("goes on with the part file of a process that died, and leaves that of one that runs", async () => {
    const { pid: gone } = spawnSync(process.execPath, ["-e", ""]);
    const { url, ranges } = await mirror(serve);
    await download([]);
    const running = `${file.file}.${hostname()}.${process.pid}.x.part`;
    await writeFile(join(folder, "cache", running), content.subarray(0, 10));
    await writeFile(`${target}.${hostname()}.${gone}.x.part`, content.subarray(0, 20));
    expect(await download([url])).toBeUndefined();
    expect(ranges).toEqual(["bytes=20-"]);
    expect(await names()).toEqual([file.file, running]);
  });
});
