import { createNetwork, encodeNetwork } from "@reciprocal/network";
import { expose } from "comlink";
import { afterEach, expect, it, vi } from "vitest";
import { createSSRApp, h, ref } from "vue";
import { renderToString } from "vue/server-renderer";
import { defaultSettings } from "../settings.js";
import { idxFiles } from "../testing/page-actions.js";
import { Workbench } from "../workbench/workbench.js";
import { useFiles } from "./use-files.js";
import { usePruning } from "./use-pruning.js";
import { useSession } from "./use-session.js";
import type { PageSettings } from "./use-settings.js";
import { useTraining } from "./use-training.js";

/** What the worker of the page holds, behind messages, as Node.js has them. */
class LocalWorker {
  readonly #here: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    expose(new Workbench(), port2);
    this.#here = port1;
    port1.start();
    return Object.assign(port1, { terminate: () => this.#here.close() }) as unknown as LocalWorker;
  }
}

afterEach(() => vi.unstubAllGlobals());

it("gives images and networks to the next worker if one was ended", async () => {
  vi.stubGlobal("Worker", LocalWorker);
  const given = vi.spyOn(Workbench.prototype, "useFiles");
  const pageSettings = { settings: ref(defaultSettings) } as unknown as PageSettings;
  const parts = await partsOf(() => {
    const session = useSession();
    const pruning = usePruning(session, pageSettings);
    return {
      session,
      pruning,
      files: useFiles(session, pruning),
      training: useTraining(session, pageSettings, pruning),
    };
  });
  const { session, pruning, files, training } = parts;
  const { shown } = session;

  const { images, labels } = idxFiles(100);
  await files.take([
    new File([new Uint8Array(images)], "images"),
    new File([new Uint8Array(labels)], "labels"),
  ]);
  const layers = [
    { kind: "s-qr", units: 20, activation: "relu" },
    { kind: "s-qr", units: 10, activation: "softmax" },
  ] as const;
  session.show(encodeNetwork(createNetwork({ inputShape: 784, layers })), { kind: "built-in" });
  shown.percent = 50;
  await pruning.follow();
  expect(shown.states.chosen).toMatchObject({ hiddenNodes: 10 });

  await session.stop(new Promise(() => undefined)); // does not end, so the worker is ended
  await training.trainLeft();
  expect(session.problem.value).toBe("");
  expect(session.status.value).toMatch(/^Done after 5 epochs/);
  expect(shown.states.chosen).toMatchObject({ hiddenNodes: 10 });
  const names = given.mock.calls.map(([taken]) => taken.map(({ name }) => name));
  expect(names).toEqual([
    ["images", "labels"],
    ["images", "labels"],
  ]);
  await session.stop(new Promise(() => undefined));
});

/** Runs parts of a page where Vue has them run. */
async function partsOf<T>(setup: () => T): Promise<T> {
  let parts: T | undefined;
  await renderToString(
    createSSRApp({
      setup() {
        parts = setup();
        return () => h("p");
      },
    }),
  );
  return parts!;
}
