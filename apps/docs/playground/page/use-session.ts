import { shallowReactive } from "vue";
import type { EpochReport, Side, Spectra, States } from "../reports.js";
import { useConnection } from "./use-connection.js";
import { useTasks, type Tasks } from "./use-tasks.js";

/** What is shown of the networks. */
export interface Shown {
  /** Of the network that is shown; another method may have been chosen since. */
  method: string;
  isTraining: boolean;
  /** Whether there is a network to prune, ask and save. */
  isReady: boolean;
  reports: Readonly<Record<Side, readonly EpochReport[]>>;
  states: States;
  spectra: Spectra | undefined;
  /** Percentage of the hidden nodes that the slider asks to remove. */
  percent: number;
  /** Percentage that the workbench has removed. */
  removed: number;
  /** Probabilities of the classes for what is drawn. */
  answer: Float32Array | undefined;
  link: string;
}

/** What the parts of the playground share. */
export interface Session extends Tasks, ReturnType<typeof useConnection> {
  readonly shown: Shown;
  /** Clears what is shown of the network before. */
  readonly forget: () => void;
}

export function useSession(): Session {
  const shown = shallowReactive<Shown>({ method: "", isTraining: false, ...nothing() });
  const forget = (): void => void Object.assign(shown, nothing());
  const tasks = useTasks();
  const connection = useConnection((error) => {
    forget(); // the networks were in the worker
    tasks.fail(error);
  });
  return { shown, forget, ...tasks, ...connection };
}

function nothing(): Omit<Shown, "method" | "isTraining"> {
  return {
    isReady: false,
    reports: { chosen: [], dense: [] },
    states: {},
    spectra: undefined,
    percent: 0,
    removed: 0,
    answer: undefined,
    link: "",
  };
}
