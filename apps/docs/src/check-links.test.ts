import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkLinks } from "./check-links.js";

const folder = mkdtempSync(join(tmpdir(), "reciprocal-links-"));
const write = (name: string, html: string): void => writeFileSync(join(folder, name), html);
beforeAll(() => {
  mkdirSync(join(folder, "guide"));
  write("guide/index.html", `<h1 id="über">A</h1><a href="../">up</a><a href="#%C3%BCber">here</a>`);
  write("style.css", "");
});
afterAll(() => rmSync(folder, { recursive: true }));

const index = (body: string): string[] => {
  write("index.html", body);
  return checkLinks(folder, "/sub/");
};

describe("checkLinks", () => {
  it("finds nothing if every target exists", () => {
    expect(
      index(
        `<link rel="stylesheet" href="/sub/style.css"><a href="guide/#über">a</a><a href="/sub/guide/index.html">b</a>
        <a href="https://example.org/#c">c</a><img src="data:,">`,
      ),
    ).toEqual([]);
  });

  it.each([
    [`<a href="guide/missing.html">`, "index.html: guide/missing.html: no such file"],
    [`<a href="guide/#missing">`, "index.html: guide/#missing: no such anchor"],
    [`<a href="#missing">`, "index.html: #missing: no such anchor"],
    [`<img src="missing.svg">`, "index.html: missing.svg: no such file"],
    [`<a href="/guide/">`, "index.html: /guide/: not under /sub/"],
    [
      `<script src="https://example.org/a.js"></script>`,
      "index.html: loads https://example.org/a.js from elsewhere",
    ],
    [
      `<link rel="stylesheet" href="//example.org/a.css">`,
      "index.html: loads //example.org/a.css from elsewhere",
    ],
  ])("names what is wrong with %s", (html, problem) => {
    expect(index(html)).toEqual([problem]);
  });
});
