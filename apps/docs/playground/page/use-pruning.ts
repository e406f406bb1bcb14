import { watch } from "vue";
import type { States } from "../reports.js";
import type { Connection } from "./connect.js";
import type { CurrentNetwork } from "./use-current.js";
import type { Session } from "./use-session.js";
import type { PageSettings } from "./use-settings.js";

/** Removes nodes by the slider. */
export function usePruning(session: Session, { settings }: PageSettings) {
  const { shown, current, showPruned, status, attempt, workbench } = session;
  /** What the workbench removes nodes from, and which workbench that is. */
  let held: CurrentNetwork | undefined;
  let holder: Connection["workbench"] | undefined;
  let removed = 0;

  /** Shows the networks as the slider asks for them. */
  async function remove(): Promise<void> {
    const asked = shown.percent;
    const { whole } = current.value!;
    const own = await workbench();
    if (held !== whole || holder !== own) {
      const { proxy } = await import("comlink");
      const say = (text: string): void => void (status.value = text);
      await own.open(whole.bytes(), settings.value.engine, proxy({ report: () => undefined, status: say }));
      [held, holder] = [whole, own];
    }
    const { states, bytes } = await own.prune(asked);
    if (current.value!.whole !== whole) return; // eigenvalues were moved meanwhile
    if (bytes) showPruned(whole, bytes, asked);
    Object.assign(shown, { states, before: {} });
    removed = asked;
  }

  /** Shows nothing that was measured, and how many nodes the current network has lost. */
  function clear(): void {
    const now = current.value;
    if (!now || shown.isTraining) return; // the end of a training says what there is
    const share = (one: CurrentNetwork): number => 100 - one.changes.removed;
    removed = Math.round(100 * (1 - share(now) / share(now.whole)));
    Object.assign(shown, { states: {}, before: {}, percent: removed });
  }
  // another network, or one whose eigenvalues were moved
  watch(() => current.value?.whole, clear, { flush: "sync" });

  return {
    /** Hands the network over again before nodes are removed: the workbench has let go of it. */
    letGo: (): void => {
      held = undefined;
      clear();
    },

    /** Gives the networks that are shown to the workbench, if the one that had them was ended. */
    restore: async (): Promise<void> => {
      if (holder !== (await workbench()) || held !== current.value!.whole) await remove();
    },

    /** Takes the networks that `own` just trained as whole ones; `states` are theirs, if the training was not stopped. */
    takeTrained: (own: Connection["workbench"], states: States): void => {
      [held, holder] = [current.value!.whole, own];
      removed = 0;
      Object.assign(shown, { states, before: {}, percent: 0 });
    },

    /** Follows the slider; values that it only passes are skipped. */
    follow: (): Promise<void> =>
      attempt(async () => {
        if (shown.percent !== removed || held !== current.value!.whole) await remove();
      }),
  };
}

export type Pruning = ReturnType<typeof usePruning>;
