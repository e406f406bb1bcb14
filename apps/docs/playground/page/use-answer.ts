import type { Session } from "./use-session.js";

/**
 * Asks the network about the drawing.
 *
 * @param show - draws an image for the visitor
 */
export function useAnswer(
  { shown, attempt, workbench }: Session,
  { show }: { readonly show: (pixels: Float32Array) => void },
) {
  let drawn: Float32Array | undefined;
  let example = 0;

  async function answerDrawing(): Promise<void> {
    const asked = drawn;
    if (!asked) return;
    const answer = await (await workbench()).predict(asked);
    if (drawn === asked) shown.answer = answer; // nothing newer has been drawn
  }

  return {
    /** Asks the network again, about what is drawn. */
    answerDrawing,

    /** Asks the network about a new drawing; an empty one has no answer. */
    ask: async (pixels: Float32Array): Promise<void> => {
      drawn = pixels.some((value) => value > 0) ? pixels : undefined;
      if (!drawn) shown.answer = undefined;
      else if (shown.isReady) await attempt(async () => void (drawn === pixels && (await answerDrawing())));
    },

    takeExample: (): Promise<void> =>
      attempt(async () => {
        drawn = await (await workbench()).example(example++);
        show(drawn);
        await answerDrawing();
      }),
  };
}

export type Answering = ReturnType<typeof useAnswer>;
