import "./end-with-parents.mjs";
import { unitTests } from "./unit-tests.mjs";

// pnpm determinism: its tests with 20 processes; `npm test` takes 5. The packages must be built.
const args = ["--project", "@reciprocal/training", "src/determinism.test.ts"];
const { passed, failed } = unitTests(args, { env: { ...process.env, RECIPROCAL_PROCESSES: "20" } });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
