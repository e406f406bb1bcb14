import { nameOfSide, percentText } from "./texts.js";
import type { EpochReport, News, Trained } from "../reports.js";
import type { Connection } from "./connect.js";
import type { Pruning } from "./use-pruning.js";
import type { Session } from "./use-session.js";
import type { PageSettings } from "./use-settings.js";

/** Epochs of a whole training, and of one of what is left. */
const epochsOf = { whole: 10, left: 5 };

/** Trains the networks, and shows each report. */
export function useTraining(
  { shown, forget, show: showNetwork, status, problem, attempt, workbench, stop }: Session,
  { settings }: PageSettings,
  { takeTrained, restore }: Pruning,
) {
  let isStopped = false;
  /** Ends the training that runs now for the page, whatever the worker does. */
  let leave: () => void = () => undefined;
  let running: Promise<unknown> = Promise.resolve();
  /** Which worker has the networks. */
  let used: Connection["workbench"] | undefined;

  function report(one: EpochReport): void {
    if (isStopped) return;
    const { side, epoch, accuracy, bytes } = one;
    shown.reports = { ...shown.reports, [side]: [...shown.reports[side], one] };
    if (bytes) showNetwork(bytes, { kind: "trained" });
    if (side !== "chosen") return;
    const name = nameOfSide(side, shown.method);
    status.value = `Epoch ${Math.ceil(epoch)} of ${shown.epochs}. ${name}: ${percentText(accuracy)} right.`;
  }

  /** Runs a training in the worker until it is done or was stopped; nothing if it was stopped. */
  async function run(
    epochs: number,
    start: (own: Connection["workbench"], news: News) => Promise<Trained>,
  ): Promise<Trained | undefined> {
    shown.epochs = epochs;
    status.value = "Loading the code for training.";
    const left = new Promise<undefined>((resolve) => (leave = () => resolve(undefined)));
    const trained = (async () => {
      const own = (used = await workbench());
      const { proxy } = await import("comlink");
      const say = (text: string): void => void (isStopped || (status.value = text));
      return isStopped ? undefined : start(own, proxy({ report, status: say }));
    })();
    running = trained;
    const result = await Promise.race([trained, left]);
    problem.value = ""; // of what was refused during the training
    return isStopped ? undefined : result;
  }

  function sayEnd(trained: Trained | undefined): void {
    const epoch = shown.reports.chosen.at(-1)?.epoch;
    if (trained) {
      const word = trained.word && ` ${trained.word}.`;
      status.value = `Done after ${shown.epochs} epochs, on ${trained.engine}.${word}`;
    } else {
      status.value =
        epoch === undefined ? "Stopped before the first result." : `Stopped in epoch ${Math.ceil(epoch)}.`;
    }
  }

  async function training(task: () => Promise<void>): Promise<void> {
    shown.isTraining = true;
    isStopped = false;
    await attempt(task);
    shown.isTraining = false;
  }

  return {
    train: (): Promise<void> =>
      training(async () => {
        forget();
        shown.method = settings.value.method;
        const chosen = { ...settings.value };
        const { whole: epochs } = epochsOf;
        const trained = await run(epochs, (own, news) => own.train(chosen, news, { epochs }));
        sayEnd(trained);
        if (shown.reports.chosen.length > 0) takeTrained(used!, trained?.states ?? {});
      }),

    /** Trains what is left of the networks after nodes were removed. */
    trainLeft: (): Promise<void> =>
      training(async () => {
        const before = shown.states;
        shown.reports = { chosen: [], narrow: [], dense: [] };
        const chosen = { ...settings.value };
        const { left: epochs } = epochsOf;
        const trained = await run(epochs, async (own, news) => {
          await restore();
          return own.trainLeft(chosen, news, { epochs });
        });
        sayEnd(trained);
        if (shown.reports.chosen.length === 0) return;
        takeTrained(used!, trained?.states ?? {});
        if (trained) shown.before = before;
      }),

    stop: async (): Promise<void> => {
      isStopped = true;
      status.value = "Stopping.";
      await stop(running);
      leave();
    },
  };
}
