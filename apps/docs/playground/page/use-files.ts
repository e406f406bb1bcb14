import { ref } from "vue";
import { generatedDigits } from "../settings.js";
import { unpacked } from "./unpacked.js";
import type { Origin } from "./use-current.js";
import type { Pruning } from "./use-pruning.js";
import type { Session } from "./use-session.js";

/** Takes the visitor's images and networks. */
export function useFiles(session: Session, { letGo }: Pruning) {
  const { shown, forget, show, status, problem, attempt, workbench, keepImages } = session;
  const data = ref(`${generatedDigits.train} generated digits, ${generatedDigits.test} others for the test`);

  /** Whether nothing new is taken because networks are in training; shows that. */
  function isRefused(): boolean {
    if (shown.isTraining) problem.value = "Networks are in training; stop them first.";
    return shown.isTraining;
  }

  /** Opens a saved network; `read` gives the bytes of its file or the text of its link. */
  async function open(origin: Origin, read: () => Promise<string | Uint8Array>): Promise<void> {
    if (isRefused()) return;
    await attempt(async () => {
      show(await read(), origin);
      forget();
      status.value = "";
    });
  }

  /** Opens a saved network, or takes images and labels to train with. */
  async function take(files: readonly File[]): Promise<void> {
    const saved = files.find(({ name }) => name.endsWith(".rcp"));
    if (saved) {
      const read = async (): Promise<Uint8Array> => new Uint8Array(await saved.arrayBuffer());
      return open({ kind: "file", name: saved.name }, read);
    }
    if (files.length === 0 || isRefused()) return;
    await attempt(async () => {
      const named = await Promise.all(
        files.map(async (file) => ({ name: file.name, bytes: await unpacked(file) })),
      );
      const { name, train, test } = await (await workbench()).useFiles(named);
      keepImages(named);
      data.value = `${name}: ${train} images, ${test} others for the test`;
      forget();
      letGo();
      status.value = "The images are here.";
    });
  }

  return { data, open, take };
}

export type Files = ReturnType<typeof useFiles>;
