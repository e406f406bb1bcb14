import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { build } from "tsdown";
import { root } from "../../pnpm.mjs";

const content = Buffer.from(Uint8Array.from({ length: 2 ** 20 }, (_, i) => (i * i + (i >>> 7)) & 255));
const sha256 = createHash("sha256").update(content).digest("hex");
const file = { file: "data.gz", bytes: content.length, sha256 };
const piece = 2 ** 14;
let mirror;

/** A mirror on this machine that takes a while, and that breaks off now and then. */
async function startMirror() {
  let visits = 0;
  const server = createServer((request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const last = content.length - 1;
    response.writeHead(from > 0 ? 206 : 200, {
      "content-length": content.length - from,
      ...(from > 0 && { "content-range": `bytes ${from}-${last}/${content.length}` }),
    });
    const end = ++visits % 3 === 0 ? from + 20 * piece : content.length;
    let at = from;
    const timer = setInterval(() => {
      if (at >= end && end < content.length) response.destroy();
      else if (at < content.length) response.write(content.subarray(at, (at += piece)));
      else response.end();
    }, 5);
    response.once("close", () => clearInterval(timer));
  }).unref();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${server.address().port}/data.gz`;
}

const program = (target) => `
import { existsSync } from "node:fs";
import { downloadFile } from "./download-file.mjs";
const target = ${JSON.stringify(target)};
// as loadDataset, which looks into the cache first
if (!existsSync(target)) {
  const settings = { urls: [${JSON.stringify(mirror)}], stallTimeout: 30000, minRate: 0, fetch };
  const answers = await downloadFile(${JSON.stringify(file)}, target, settings);
  if (answers !== undefined) throw new Error(answers.join("; "));
}
`;

/** Two processes that download one file into one cache, of which the one goes on when the other is killed. */
export const download = {
  name: "download",
  about: "two processes that download one file at once",
  async prepare(folder) {
    mirror ??= await startMirror();
    await build({
      config: false,
      cwd: resolve(root, "packages/datasets"),
      entry: [resolve(root, "packages/datasets/src/download/download-file.ts")],
      outDir: folder,
      format: "esm",
      outExtensions: () => ({ js: ".mjs" }),
      dts: false,
      clean: false,
      logLevel: "silent",
    });
    writeFileSync(join(folder, "program.mjs"), program(join(folder, "cache", file.file)));
  },
  commands: (folder) => [1, 2].map(() => ({ args: [join(folder, "program.mjs")] })),
  victims: (living) => living.map(({ pid }) => ({ pid, role: "program", goesOn: living.length > 1 })),
  isDone: (codes) => codes.includes(0),
  check(folder) {
    const target = join(folder, "cache", file.file);
    if (existsSync(target) && !readFileSync(target).equals(content)) throw new Error("the file is torn");
    const others = existsSync(join(folder, "cache")) ? readdirSync(join(folder, "cache")) : [];
    const strange = others.filter((name) => name !== file.file && !/^data\.gz\..*part$/.test(name));
    if (strange.length > 0) throw new Error(`${strange.join(", ")} is in the cache`);
  },
  result: (folder) =>
    createHash("sha256")
      .update(readFileSync(join(folder, "cache", file.file)))
      .digest("hex"),
};
