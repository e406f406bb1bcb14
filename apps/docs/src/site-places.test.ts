import { describe, expect, it } from "vitest";
import { sitePlaces } from "./site-places.js";

describe("sitePlaces", () => {
  it("says nothing where nothing is given", () => {
    expect(sitePlaces({})).toEqual({});
    expect(sitePlaces({ RECIPROCAL_SITE: "", RECIPROCAL_REPOSITORY: "" })).toEqual({});
  });

  it("ends the site, and not the repository, with a slash", () => {
    expect(
      sitePlaces({ RECIPROCAL_SITE: "https://a.org/b", RECIPROCAL_REPOSITORY: "https://c.org/d/e/" }),
    ).toEqual({ site: "https://a.org/b/", repository: "https://c.org/d/e" });
  });

  it("refuses what is no whole address", () => {
    expect(() => sitePlaces({ RECIPROCAL_SITE: "a.org" })).toThrow(
      "RECIPROCAL_SITE must be an address that begins with https://, got a.org",
    );
  });
});
