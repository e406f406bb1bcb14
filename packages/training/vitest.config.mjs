import { defineConfig } from "vitest/config";

export default defineConfig({
  // tests run the sources, so the package's own import must lead there too
  resolve: { alias: { "#runtimes": new URL("./src/engine/runtimes.node.ts", import.meta.url).pathname } },
});
