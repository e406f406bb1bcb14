import { existsSync, readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "./pnpm.mjs";

const read = (file) => readFileSync(resolve(root, file), "utf8");

describe("CITATION.cff", () => {
  const citation = parse(read("CITATION.cff"));
  const paper = citation["preferred-citation"];

  // the parts of the schema of version 1.2.0 that are used here
  const textKeys = ["title", "journal", "number", "doi"];
  const wholeKeys = ["volume", "issue", "year"];
  const referenceKeys = ["type", "authors", "identifiers", ...textKeys, ...wholeKeys];

  it("has what version 1.2.0 of the format needs, and nothing that it lacks", () => {
    const { authors, ...rest } = citation;
    expect(authors).toEqual([{ name: expect.stringMatching(/./) }]);
    expect(Object.keys(rest).sort()).toEqual([
      ...["abstract", "cff-version", "keywords", "license", "message", "preferred-citation", "references"],
      ...["title", "type"],
    ]);
    expect(rest).toMatchObject({ "cff-version": "1.2.0", type: "software", license: "MIT" });
    for (const text of [rest.title, rest.message, rest.abstract, ...rest.keywords])
      expect(text).toEqual(expect.stringMatching(/./));
    for (const reference of [paper, ...rest.references]) {
      expect(referenceKeys).toEqual(expect.arrayContaining(Object.keys(reference)));
      expect(reference).toMatchObject({ type: "article", title: expect.any(String) });
      for (const key of textKeys) if (key in reference) expect(typeof reference[key], key).toBe("string");
      for (const key of wholeKeys)
        if (key in reference) expect(reference[key], key).toSatisfy(Number.isInteger);
      for (const author of reference.authors)
        expect(author).toEqual({
          "given-names": expect.stringMatching(/./),
          "family-names": expect.stringMatching(/./),
        });
    }
    expect(paper.doi).toMatch(/^10\.\d{4,9}\/[\w.]+$/);
  });

  it("cites the paper that the README cites", () => {
    const [, text] = /## Citation\n([^#]+)/.exec(read("README.md"));
    const flat = text.replaceAll(/\s+/g, " ");
    const names = ({ authors }) =>
      authors.map((one) => `${one["given-names"][0]}. ${one["family-names"]}`).join(", ");
    expect(flat).toContain(`${names(paper)}, "`);
    expect(flat.toLowerCase()).toContain(`"${paper.title.toLowerCase()}"`);
    expect(flat).toContain(`Phys. Rev. E ${paper.volume}, ${paper.number} (${paper.year})`);
    expect(flat).toContain(`](${paper.identifiers[0].value})`);
    expect(paper.doi).toBe(`10.1103/PhysRevE.${paper.volume}.${paper.number}`);
  });
});

describe("issue forms", () => {
  const folder = ".github/ISSUE_TEMPLATE";
  const forms = readdirSync(resolve(root, folder)).filter((name) => name !== "config.yml");

  it.each(forms)("%s has a name, a description, and fields with labels and ids of their own", (name) => {
    const { body, ...head } = parse(read(`${folder}/${name}`));
    expect(head).toMatchObject({ name: expect.stringMatching(/./), description: expect.stringMatching(/./) });
    expect(new Set(body.map(({ id }) => id)).size).toBe(body.length);
    for (const { type, id, attributes } of body) {
      expect(id).toMatch(/^[\w-]+$/);
      expect(["input", "textarea", "dropdown"]).toContain(type);
      expect(attributes.label).toMatch(/./);
      if (type === "dropdown") expect(new Set(attributes.options).size).toBeGreaterThan(1);
    }
    expect(body.some(({ validations }) => validations?.required)).toBe(true);
  });
});

describe.each([
  "SECURITY.md",
  "DEPENDENCIES.md",
  "STABILITY.md",
  "CODE_OF_CONDUCT.md",
  ".github/PULL_REQUEST_TEMPLATE.md",
])("%s", (file) => {
  const text = read(file);

  it("names files and scripts that are there", () => {
    const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, word]) => word);
    const paths = quoted.filter((word) => /^[\w.-]+\/[\w./-]*$/.test(word) || /^[\w-]+\.yaml$/.test(word));
    for (const path of paths) expect(existsSync(resolve(root, path)), path).toBe(true);
    const { scripts, devDependencies } = JSON.parse(read("package.json"));
    for (const word of quoted) {
      const script = /^pnpm ([\w:-]+)$/.exec(word)?.[1];
      if (script) expect(Object.keys({ ...scripts, ...devDependencies }), word).toContain(script);
    }
  });

  it("gives no address of a person", () => {
    expect(text).not.toMatch(/\S+@\S+\.\S+/);
  });
});

describe("SECURITY.md", () => {
  it("names a test for each promise", () => {
    const promises = read("SECURITY.md")
      .split("\n")
      .filter((line) => line.startsWith("| ") && !/^\| (?:-|promise)/.test(line))
      .map((line) => line.split("|").map((cell) => cell.trim()));
    expect(promises.length).toBeGreaterThan(10);
    for (const [, promise, tests] of promises) {
      const files = [...tests.matchAll(/`([^`]+)`/g)].map(([, file]) => file);
      expect(files.join(), promise).toMatch(/\.test\.m?ts|\.test\.mjs/);
      for (const file of files) expect(existsSync(resolve(root, file)), file).toBe(true);
    }
  });
});

describe("CONTRIBUTING.md", () => {
  it("names commands that are there", () => {
    const { scripts, devDependencies } = JSON.parse(read("package.json"));
    const known = Object.keys({ ...scripts, ...devDependencies });
    const commands = [
      ...read("CONTRIBUTING.md").matchAll(/(?:`|^)(pnpm|npm run|npm|node|bash) ([\w:./-]+)/gm),
    ];
    expect(commands.length).toBeGreaterThan(20);
    for (const [command, program, name] of commands) {
      if (["node", "bash"].includes(program)) expect(existsSync(resolve(root, name)), command).toBe(true);
      else if (!name.startsWith("--")) expect(known, command).toContain(name);
    }
  });
});

describe("STABILITY.md", () => {
  it("names every folder of fixtures", () => {
    const packages = readdirSync(resolve(root, "packages"));
    const folders = packages.filter((name) => existsSync(resolve(root, "packages", name, "fixtures")));
    const named = [...read("STABILITY.md").matchAll(/`packages\/(\w+)\/fixtures`/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(folders.sort());
    expect(folders).toEqual(["network", "tfjs", "training"]);
  });
});
