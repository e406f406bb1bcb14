import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveLocalRegistry } from "./local-registry.mjs";

describe("serveLocalRegistry", () => {
  let registry;
  beforeEach(async () => {
    registry = await serveLocalRegistry();
  });
  afterEach(() => registry.close());

  const address = () => `${registry.url}@some%2fone`;
  // what npm sends, as far as it is read
  const upload = (version, data) =>
    fetch(address(), {
      method: "PUT",
      body: JSON.stringify({
        versions: { [version]: { name: "@some/one", version } },
        _attachments: { "one.tgz": { data } },
      }),
    });

  it("gives what was uploaded, byte for byte, the last version as the latest", async () => {
    expect((await fetch(address())).status).toBe(404);
    expect((await upload("1.0.0", "AAEC")).status).toBe(201);
    expect((await upload("1.1.0", "/w==")).status).toBe(201);
    const found = await (await fetch(address())).json();
    expect(found).toMatchObject({ name: "@some/one", "dist-tags": { latest: "1.1.0" } });
    const { tarball, integrity } = found.versions["1.0.0"].dist;
    expect([...new Uint8Array(await (await fetch(tarball)).arrayBuffer())]).toEqual([0, 1, 2]);
    // printf '\0\1\2' | openssl dgst -sha512 -binary | base64
    expect(integrity).toBe(
      "sha512-gIHaX5wePQ4aoW9gTV5QZFQ8/117rOK7MSJSRh4VGz/g8DTqjcHaz/M2GoktYl++G2FM2iZfh6RzwksPodkd/Q==",
    );
    expect(registry.versions()).toEqual({ "@some/one": ["1.0.0", "1.1.0"] });
  });

  it("refuses a version that it has", async () => {
    await upload("1.0.0", "AAEC");
    expect((await upload("1.0.0", "/w==")).status).toBe(403);
  });
});
