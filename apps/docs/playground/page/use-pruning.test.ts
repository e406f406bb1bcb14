import { createNetwork, encodeNetwork, mappings } from "@reciprocal/network";
import { expect, it } from "vitest";
import { ref, shallowReactive } from "vue";
import { defaultSettings } from "../settings.js";
import { Workbench } from "../workbench/workbench.js";
import { useCurrent } from "./use-current.js";
import { usePruning } from "./use-pruning.js";
import type { Session, Shown } from "./use-session.js";
import type { PageSettings } from "./use-settings.js";
import { useTasks } from "./use-tasks.js";

const bytes = encodeNetwork(
  createNetwork({
    inputShape: 784,
    layers: [
      { kind: "spectral", units: 40, activation: "relu" },
      { kind: "spectral", units: 10, activation: "softmax" },
    ],
  }),
);

function opened() {
  const bench = new Workbench();
  const shown = shallowReactive({ isTraining: false, states: {}, before: {}, percent: 0 }) as Shown;
  // as the page has it, without a worker between
  const session = { shown, ...useCurrent(), ...useTasks(), workbench: () => Promise.resolve(bench) };
  const pruning = usePruning(
    session as unknown as Session,
    { settings: ref(defaultSettings) } as unknown as PageSettings,
  );
  session.show(bytes, { kind: "built-in" });
  const slide = async (percent: number): Promise<void> => {
    shown.percent = percent;
    await pruning.follow();
    expect(session.problem.value).toBe("");
  };
  const nodes = (): number => mappings(session.current.value!.network)[0]!.layer.outputs;
  return { ...session, ...pruning, bench, slide, nodes };
}

it("removes nodes from the network that the page shows, also after eigenvalues were moved", async () => {
  const { current, move, takeBack, shown, slide, nodes } = opened();
  await slide(50);
  expect([nodes(), shown.states.chosen?.hiddenNodes]).toEqual([20, 20]);

  move("lambdaOut", 0, 9);
  expect([shown.percent, shown.states]).toEqual([0, {}]); // these were of another network
  await slide(50);
  expect([nodes(), current.value!.changes]).toEqual([10, { removed: 75, moved: true }]);
  await slide(0);
  takeBack();
  expect([nodes(), shown.percent, current.value!.changes]).toEqual([20, 50, { removed: 50, moved: false }]);
  await slide(0);
  expect(nodes()).toBe(40);
});

it("hands the network over again when the workbench has let go of it", async () => {
  const { bench, letGo, shown, slide, nodes } = opened();
  await slide(50);
  const images = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, 28, 0, 0, 0, 28, ...new Uint8Array(7840)]);
  const labels = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  bench.useFiles([
    { name: "images", bytes: images },
    { name: "labels", bytes: labels },
  ]);
  letGo();
  expect([shown.percent, shown.states]).toEqual([50, {}]); // its nodes are still gone
  await slide(25);
  expect(nodes()).toBe(30);
});
