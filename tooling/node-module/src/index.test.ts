import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { nodeModule } from "./index.js";

describe("nodeModule", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("gives the module itself", () => {
    expect(nodeModule("node:path", "somebody")).toBe(path);
  });

  it.each([undefined, {}])("says who needed it where there is no Node: process is %o", (process) => {
    vi.stubGlobal("process", process);
    expect(() => nodeModule("node:path", "somebody")).toThrow(/^somebody: needs node:path of Node 20\.19/);
  });
});
