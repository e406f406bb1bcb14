import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { setBackend } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe } from "vitest";

// facts that are told of one backend only
await setBackend("cpu");

/** The same facts on each backend that Node has. */
export function eachBackend(title: string, facts: (backend: string) => void): void {
  describe.each(["cpu", "wasm"])(`${title} (%s)`, (backend) => {
    beforeAll(async () => {
      if (!(await setBackend(backend))) throw new Error(`the backend ${backend} did not start`);
    });
    afterAll(async () => void (await setBackend("cpu")));
    facts(backend);
  });
}
