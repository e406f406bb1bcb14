import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cacheFolder } from "./cache-folder.js";

describe("cacheFolder", () => {
  beforeEach(() => {
    vi.stubEnv("RECIPROCAL_CACHE", undefined);
    vi.stubEnv("XDG_CACHE_HOME", undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("is below .cache in the home folder when nothing else is said", () => {
    expect(cacheFolder()).toBe(join(homedir(), ".cache", "reciprocal", "datasets"));
  });

  it("is below XDG_CACHE_HOME, unless that is relative", () => {
    vi.stubEnv("XDG_CACHE_HOME", resolve("/x/cache"));
    expect(cacheFolder()).toBe(join(resolve("/x/cache"), "reciprocal", "datasets"));
    vi.stubEnv("XDG_CACHE_HOME", "x/cache");
    expect(cacheFolder()).toBe(join(homedir(), ".cache", "reciprocal", "datasets"));
  });

  it("is RECIPROCAL_CACHE itself if that is set and not empty", () => {
    vi.stubEnv("XDG_CACHE_HOME", resolve("/x/cache"));
    vi.stubEnv("RECIPROCAL_CACHE", resolve("/y"));
    expect(cacheFolder()).toBe(resolve("/y"));
    vi.stubEnv("RECIPROCAL_CACHE", "");
    expect(cacheFolder()).toBe(join(resolve("/x/cache"), "reciprocal", "datasets"));
  });
});
