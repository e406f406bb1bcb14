import type { CurrentNetwork } from "./use-current.js";
import type { Session } from "./use-session.js";
import type { PageSettings } from "./use-settings.js";

/** Removes nodes by the slider. */
export function usePruning(session: Session, { settings }: PageSettings) {
  const { shown, current, showPruned, attempt, workbench } = session;
  /** What the workbench removes nodes from. */
  let held: CurrentNetwork | undefined;
  let removed = 0;

  /** Shows the networks as the slider asks for them. */
  async function remove(): Promise<void> {
    const asked = shown.percent;
    const { whole } = current.value!;
    const own = await workbench();
    if (held !== whole) {
      await own.open(whole.bytes(), settings.value.engine);
      held = whole;
    }
    const { states, bytes } = await own.prune(asked);
    if (bytes) showPruned(whole, bytes, asked);
    shown.states = states;
    removed = asked;
  }

  return {
    /** Measures the networks that were just trained. */
    measureTrained: async (): Promise<void> => {
      held = current.value!.whole;
      await remove();
    },

    /** Follows the slider; values that it only passes are skipped. */
    follow: (): Promise<void> =>
      attempt(async () => {
        if (shown.percent !== removed || held !== current.value!.whole) await remove();
      }),
  };
}

export type Pruning = ReturnType<typeof usePruning>;
