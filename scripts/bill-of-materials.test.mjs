import { describe, expect, it } from "vitest";
import { billOf, fileNameOf, materialProblems } from "./bill-of-materials.mjs";

const hashes = [{ alg: "SHA-512", content: "0".repeat(128) }];

function part(name, license = { license: { id: "MIT" } }) {
  return {
    ...{ "bom-ref": `${name}@1.0.0`, type: "library", name, version: "1.0.0" },
    ...{ purl: `pkg:npm/${name}@1.0.0`, hashes, licenses: [license] },
  };
}

const whole = {
  $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
  ...{ bomFormat: "CycloneDX", specVersion: "1.5", version: 1 },
  serialNumber: "urn:uuid:8c7f84f0-83b4-43ec-bb15-d265e9ef2175",
  metadata: { component: { type: "library", name: "consumer" } },
  components: ["a", "b", "c", "d"].map((name) => part(name)),
  dependencies: [
    { ref: "consumer@", dependsOn: ["a@1.0.0", "d@1.0.0"] },
    { ref: "a@1.0.0", dependsOn: ["b@1.0.0"] },
    { ref: "b@1.0.0", dependsOn: ["c@1.0.0", "a@1.0.0"] },
    { ref: "c@1.0.0", dependsOn: [] },
    { ref: "d@1.0.0", dependsOn: ["c@1.0.0"] },
  ],
};

describe("billOf", () => {
  it("has what a package needs, directly or through others, and itself as the subject", () => {
    const bill = billOf(whole, "a");
    expect(bill.metadata.component.name).toBe("a");
    expect(bill.components.map(({ name }) => name)).toEqual(["b", "c"]);
    expect(bill.dependencies.map(({ ref }) => ref)).toEqual(["a@1.0.0", "b@1.0.0", "c@1.0.0"]);
    expect(bill.serialNumber).not.toBe(whole.serialNumber);
    expect(() => billOf(whole, "e")).toThrow("needs e");
  });
});

describe("materialProblems", () => {
  const withLicense = (license) =>
    materialProblems({ ...billOf(whole, "c"), components: [part("x", license)] });

  it("finds none in a good bill", async () => {
    expect(await materialProblems(billOf(whole, "a"))).toEqual([]);
  });

  it("finds licenses that are not permitted, or none", async () => {
    expect(await withLicense({ expression: "(MIT OR GPL-3.0-only)" })).toEqual([]);
    expect(await withLicense({ expression: "Apache-2.0 AND MIT" })).toEqual([]);
    for (const license of [
      { expression: "MIT AND GPL-3.0-only" },
      { license: { id: "GPL-3.0-only" } },
      { expression: "Apache-2.0 WITH LLVM-exception" },
      { license: { name: "SEE LICENSE IN file" } },
    ])
      expect(await withLicense(license)).toEqual([expect.stringMatching(/^x@1\.0\.0 must have a license/)]);
  });

  it("finds parts without a digest, and what is no bill", async () => {
    const bare = { ...part("x"), hashes: [] };
    const bill = billOf(whole, "c");
    expect(await materialProblems({ ...bill, components: [bare] })).toEqual([
      expect.stringContaining("SHA-512"),
    ]);
    expect(await materialProblems({ ...bill, serialNumber: "1" })).toEqual([
      expect.stringContaining("CycloneDX"),
    ]);
  });
});

describe("fileNameOf", () => {
  it("says which package and version", () => {
    expect(fileNameOf({ name: "@reciprocal/spectral", version: "0.2.0" })).toBe(
      "reciprocal-spectral-0.2.0.cdx.json",
    );
  });
});
