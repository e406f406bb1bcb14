import { getBackend, setBackend } from "@tensorflow/tfjs-core";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { startTfjs, whyNotNode } from "./start-tfjs.js";

describe("startTfjs", () => {
  it("uses tfjs-node where its native library is there, else wasm, and says why in one line", async () => {
    const { name, version, reason } = await startTfjs();
    const loads = await setBackend("tensorflow").catch(() => false);
    expect(name).toBe(loads ? "tfjs-node" : "tfjs-wasm");
    expect(version).toBe(versionOf(loads ? "tfjs-node" : "tfjs-backend-wasm"));
    if (loads) expect(reason).toBe("it is installed and computes");
    else expect(reason).toMatch(/^tfjs-node .*; see apps\/docs\/pages\/tfjs-node\.md$/);
    await startTfjs();
    expect(getBackend()).toBe(loads ? "tensorflow" : "wasm");
  });
});

describe("whyNotNode", () => {
  it("keeps the first line of the message", () => {
    const error = new Error("The native addon can not be found at path: /a/b. \nPlease run command 'x'");
    expect(whyNotNode(error)).toBe(
      "tfjs-node did not load: The native addon can not be found at path: /a/b; see apps/docs/pages/tfjs-node.md",
    );
    expect(whyNotNode("gone")).toBe("tfjs-node did not load: gone; see apps/docs/pages/tfjs-node.md");
  });

  it("explains what Node 23 removed", () => {
    const error = new TypeError("(0 , util_1.isNullOrUndefined) is not a function");
    expect(whyNotNode(error)).toBe(
      "tfjs-node needs util.isNullOrUndefined, which Node 23 removed; see apps/docs/pages/tfjs-node.md",
    );
  });
});

function versionOf(name: string): string {
  const manifest = createRequire(import.meta.url)(`@tensorflow/${name}/package.json`) as { version: string };
  return manifest.version;
}
