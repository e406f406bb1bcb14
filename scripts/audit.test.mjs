import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { auditProblems, unseenPeers } from "./audit-problems.mjs";
import { askRegistry } from "./audit.mjs";

const vulnerability = { title: "writes anywhere", url: "https://example.org/1", severity: "high" };
const advisories = { tar: [{ ...vulnerability, vulnerable_versions: "<7.5.3" }] };
const tar = { name: "tar", version: "6.2.1", ways: [["app", "native", "tar"]] };
const explained = [{ package: "tar", through: "native", why: "never runs" }];

describe("auditProblems", () => {
  it("finds severe vulnerabilities, and says which way they come in", () => {
    expect(auditProblems([tar], advisories, [])).toEqual([
      "tar@6.2.1: high: writes anywhere (https://example.org/1), by app > native > tar",
    ]);
    const critical = { tar: [{ ...advisories.tar[0], severity: "critical" }] };
    expect(auditProblems([tar], critical, [])).toHaveLength(1);
  });

  it("accepts fixed versions and lesser vulnerabilities", () => {
    expect(auditProblems([{ ...tar, version: "7.5.3" }], advisories, [])).toEqual([]);
    const moderate = { tar: [{ ...advisories.tar[0], severity: "moderate" }] };
    expect(auditProblems([tar], moderate, [])).toEqual([]);
  });

  it("takes an explanation for the way that it names, and for no other", () => {
    expect(auditProblems([tar], advisories, explained)).toEqual([]);
    const both = { ...tar, ways: [...tar.ways, ["library", "tar"]] };
    expect(auditProblems([both], advisories, explained)).toEqual([
      "tar@6.2.1: high: writes anywhere (https://example.org/1), by library > tar",
    ]);
  });

  it("finds explanations of what is fixed", () => {
    expect(auditProblems([{ ...tar, version: "7.5.3" }], advisories, explained)).toEqual([
      "tar through native is explained, but has no such vulnerability",
    ]);
  });
});

describe("unseenPeers", () => {
  it("finds peers that nothing here depends on, other than our own packages", () => {
    const manifests = [
      { name: "a" },
      { name: "b", peerDependencies: { a: "0.x", tar: "^6.0.0", runtime: "^1.0.0" } },
    ];
    expect(unseenPeers([tar], manifests)).toEqual([
      "b: no app depends on its peer runtime, so that it is not audited",
    ]);
  });
});

describe("askRegistry", () => {
  it("sends every version by name, and gives back what comes", async () => {
    const asked = [];
    const packages = [tar, { ...tar, version: "7.0.0" }, { name: "a", version: "1.0.0" }];
    await withRegistry(
      (request, body, response) => {
        asked.push([request.method, request.url, body]);
        response.end(JSON.stringify(advisories));
      },
      async (registry) => expect(await askRegistry(registry, packages)).toEqual(advisories),
    );
    expect(asked).toEqual([
      ["POST", "/-/npm/v1/security/advisories/bulk", '{"tar":["6.2.1","7.0.0"],"a":["1.0.0"]}'],
    ]);
  });

  it("fails where there is no answer, or another than advisories", async () => {
    const answers = [
      [(response) => response.writeHead(405).end(), "it answered 405"],
      [(response) => response.end('{"error":"retired"}'), "it answered with no lists of advisories"],
      [(response) => response.end("<html>"), "is not valid JSON"],
      [(response) => response.destroy(), "fetch failed"],
    ];
    for (const [answer, message] of answers) {
      await withRegistry(
        (request, body, response) => answer(response),
        (registry) => expect(askRegistry(registry, [tar])).rejects.toThrow(message),
      );
    }
  });
});

/** Runs `use` with the address of a server on this machine, which `answer` answers for. */
async function withRegistry(answer, use) {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    answer(request, body, response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  try {
    await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    await new Promise((done) => server.close(done));
  }
}
