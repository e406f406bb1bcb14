import { nameOfSide, percentText } from "./texts.js";
import type { EpochReport } from "../reports.js";
import type { Pruning } from "./use-pruning.js";
import type { Session } from "./use-session.js";
import type { PageSettings } from "./use-settings.js";

/** Trains both networks, and shows each epoch. */
export function useTraining(
  { shown, forget, show: showNetwork, status, problem, attempt, workbench, stop }: Session,
  { settings }: PageSettings,
  { measureTrained }: Pruning,
) {
  let isStopped = false;

  function show(report: EpochReport): void {
    const { side, epoch, accuracy, bytes } = report;
    shown.reports = { ...shown.reports, [side]: [...shown.reports[side], report] };
    if (bytes) showNetwork(bytes, { kind: "trained" });
    status.value = `Epoch ${epoch}: ${nameOfSide(side, shown.method)} ${percentText(accuracy)} right.`;
  }

  async function run(): Promise<void> {
    forget();
    shown.method = settings.value.method;
    status.value = "Loading the code and drawing the digits.";
    const own = await workbench();
    const { proxy } = await import("comlink");
    const engine = isStopped ? "" : await own.train({ ...settings.value }, proxy(show));
    const epoch = shown.reports.chosen.at(-1)?.epoch;
    if (epoch === undefined) {
      status.value = "Stopped before the first epoch was done.";
      return;
    }
    await measureTrained();
    problem.value = ""; // of what was refused during the training
    status.value = `${isStopped ? `Stopped after epoch ${epoch}` : `Done after ${epoch} epochs`}, on ${engine}.`;
  }

  return {
    train: async (): Promise<void> => {
      shown.isTraining = true;
      isStopped = false;
      await attempt(run);
      shown.isTraining = false;
    },

    stop: async (): Promise<void> => {
      isStopped = true;
      status.value = "Stopping.";
      await stop();
    },
  };
}
