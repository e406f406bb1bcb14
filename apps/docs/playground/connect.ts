import { wrap, type Remote } from "comlink";
import type { Workbench } from "./workbench.js";

/** Starts the worker that holds all code for training; before this call none of it is loaded. */
export function connect(): Remote<Workbench> {
  return wrap<Workbench>(new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }));
}
