import { ref } from "vue";
import { generatedDigits } from "../settings.js";
import type { Answering } from "./use-answer.js";
import type { Session } from "./use-session.js";
import type { PageSettings } from "./use-settings.js";
import { unpacked } from "./unpacked.js";

/** Takes the visitor's images and networks. */
export function useFiles(session: Session, { settings }: PageSettings, { answerDrawing }: Answering) {
  const { shown, forget, status, problem, attempt, workbench } = session;
  const data = ref(`${generatedDigits.train} generated digits, ${generatedDigits.test} others for the test`);

  /** Whether nothing new is taken because two networks are in training; shows that. */
  function isRefused(): boolean {
    if (shown.isTraining) problem.value = "Two networks are in training; stop it first.";
    return shown.isTraining;
  }

  /** Opens a saved network; `read` gives the bytes of its file or the text of its link. */
  async function open(from: string, read: () => Promise<string | Uint8Array>): Promise<void> {
    if (isRefused()) return;
    await attempt(async () => {
      status.value = `Opening the network of ${from}.`;
      const found = await (await workbench()).open(await read(), settings.value.engine);
      forget();
      Object.assign(shown, { states: { chosen: found.state }, spectra: found.spectra });
      Object.assign(shown, { method: found.state.method, isReady: true });
      status.value = `The network of ${from} is here, on ${found.engine}.`;
      await answerDrawing();
    });
  }

  /** Opens a saved network, or takes images and labels to train with. */
  async function take(files: readonly File[]): Promise<void> {
    const saved = files.find(({ name }) => name.endsWith(".rcp"));
    if (saved) return open(saved.name, async () => new Uint8Array(await saved.arrayBuffer()));
    if (files.length === 0 || isRefused()) return;
    await attempt(async () => {
      const named = await Promise.all(
        files.map(async (file) => ({ name: file.name, bytes: await unpacked(file) })),
      );
      const { name, train, test } = await (await workbench()).useFiles(named);
      data.value = `${name}: ${train} images, ${test} others for the test`;
      forget();
      status.value = "The images are here.";
    });
  }

  return { data, open, take };
}

export type Files = ReturnType<typeof useFiles>;
