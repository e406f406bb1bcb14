import { command } from "./command.mjs";
import { download } from "./download.mjs";
import { fit } from "./fit.mjs";
import { npm, sweep } from "./sweep.mjs";
import { tensorboard } from "./tensorboard.mjs";

/** Everything that is killed; `run-scenario.mjs` says what a scenario has. */
export const scenarios = [sweep, npm, fit, command, tensorboard, download];
