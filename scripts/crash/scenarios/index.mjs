import { command } from "./command.mjs";
import { fit } from "./fit.mjs";
import { npm, sweep } from "./sweep.mjs";

/** Everything that is killed; `run-scenario.mjs` says what a scenario has. */
export const scenarios = [sweep, npm, fit, command];
