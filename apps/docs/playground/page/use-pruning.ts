import type { Answering } from "./use-answer.js";
import type { Session } from "./use-session.js";

/** Removes nodes by the slider. */
export function usePruning({ shown, attempt, workbench }: Session, { answerDrawing }: Answering) {
  /** Shows the networks as the slider asks for them. */
  async function remove(): Promise<void> {
    const asked = shown.percent;
    shown.states = await (await workbench()).prune(asked);
    Object.assign(shown, { removed: asked, isReady: true, link: "" });
    await answerDrawing();
  }

  return {
    remove,

    /** Follows the slider; values that it only passes are skipped. */
    follow: (): Promise<void> =>
      attempt(async () => {
        if (shown.percent !== shown.removed) await remove();
      }),
  };
}

export type Pruning = ReturnType<typeof usePruning>;
