import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { longTermSupport } from "./node-versions.mjs";
import { root } from "./pnpm.mjs";

const read = (path) => readFileSync(resolve(root, path), "utf8");

describe("supported versions of Node", () => {
  it("are the same in every package.json", () => {
    const manifests = readdirSync(resolve(root, "packages")).map((name) => `packages/${name}/package.json`);
    for (const manifest of ["package.json", ...manifests])
      expect(JSON.parse(read(manifest)).engines, manifest).toEqual({ node: ">=20.19" });
  });

  it("are those of the README", () => {
    expect(read("README.md")).toContain(`Node 20.19, ${longTermSupport.join(" and ")}`);
  });
});
