import { nodeModule } from "@reciprocal/node-module";

/** RECIPROCAL_CACHE, else `reciprocal/datasets` in the cache folder of the XDG Base Directory Specification. */
export function cacheFolder(): string {
  const path = nodeModule("node:path", "loadDataset");
  const { RECIPROCAL_CACHE, XDG_CACHE_HOME } = process.env;
  if (RECIPROCAL_CACHE) return path.resolve(RECIPROCAL_CACHE);
  // the specification has relative paths ignored
  const base = XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : undefined;
  return path.join(
    base ?? path.join(nodeModule("node:os", "loadDataset").homedir(), ".cache"),
    "reciprocal",
    "datasets",
  );
}
