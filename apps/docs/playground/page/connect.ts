import { wrap, type Remote } from "comlink";
import type { Workbench } from "../workbench/workbench.js";

export interface Connection {
  readonly workbench: Remote<Workbench>;
  /** Ends the worker and everything that runs in it. */
  close: () => void;
}

/**
 * Starts the worker that holds all code for training; before this call none of it is loaded.
 *
 * @param onFailure - called if the worker does not load or breaks down: requests to it are never answered
 */
export function connect(onFailure: (error: Error) => void): Connection {
  const worker = new Worker(new URL("../workbench/worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("error", ({ message }) =>
    onFailure(new Error(`The code for training ${message ? `broke down: ${message}` : "did not load."}`)),
  );
  return { workbench: wrap<Workbench>(worker), close: () => worker.terminate() };
}
