/** Tests that `pnpm check:quick` and `pnpm dev` leave out, by what makes them slow. All of them run in `npm test`. */
export const slowTests = {
  "open a browser": [
    "browser.test.ts",
    "start-wasm.test.ts",
    "browser-subject.test.ts",
    "playground.test.ts",
    "site.test.ts",
    "dev-server.test.ts",
  ],
  "pack and install the packages": [
    "tarballs.test.ts",
    "consumers.test.ts",
    "installed.test.ts",
    "bundlers.test.ts",
    "examples.test.ts",
  ],
  "start programs": [
    "cli.test.ts",
    "models.test.ts",
    "killed.test.ts",
    "ancestors.test.mjs",
    "crash.test.mjs",
    "failing-machine.test.ts",
    "endurance.test.mjs",
    "typedoc/plugin.test.ts",
  ],
  "load a server": ["run-predict.test.ts"],
};

/** Options with which vitest leaves them out. */
export const quickFlags = Object.values(slowTests)
  .flat()
  .map((name) => `--exclude=**/${name}`);
