import { existsSync, readFileSync, readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

const folders = ["packages", "apps", "tooling"]
  .flatMap((parent) => readdirSync(parent).map((name) => `${parent}/${name}`))
  .filter((folder) => existsSync(`${folder}/package.json`));

// inline projects, since only these take over the settings below
const projects = folders.map((folder) => {
  const { name } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as { name: string };
  return { extends: true as const, root: folder, test: { name } };
});

export default defineConfig({
  test: {
    projects: [...projects, { extends: true, test: { name: "scripts", include: ["scripts/**/*.test.mjs"] } }],
    testTimeout: 60_000,
  },
});
