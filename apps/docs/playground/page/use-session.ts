import { shallowReactive } from "vue";
import type { EpochReport, Side, States } from "../reports.js";
import type { Method } from "../settings.js";
import { useConnection } from "./use-connection.js";
import { useCurrent, type Current } from "./use-current.js";
import { useTasks, type Tasks } from "./use-tasks.js";

/** What is shown beside the current network. */
export interface Shown {
  /** Of the network that is in training or was trained last; another method may have been chosen since. */
  method: Method;
  isTraining: boolean;
  reports: Readonly<Record<Side, readonly EpochReport[]>>;
  /** How many epochs the training has, or had. */
  epochs: number;
  /** As measured when training was over, and after each removal of nodes. */
  states: States;
  /** Before what was left after a removal was trained; empty otherwise. */
  before: States;
  /** Percentage of the hidden nodes that the slider asks to remove. */
  percent: number;
}

/** What the parts of the playground share. */
export interface Session extends Tasks, Current, ReturnType<typeof useConnection> {
  readonly shown: Shown;
  /** Clears what is shown of the training before. */
  readonly forget: () => void;
}

export function useSession(): Session {
  const shown = shallowReactive<Shown>({ method: "spectral", isTraining: false, ...nothing() });
  const forget = (): void => void Object.assign(shown, nothing());
  const tasks = useTasks();
  const connection = useConnection(tasks.fail);
  return { shown, forget, ...useCurrent(), ...tasks, ...connection };
}

function nothing(): Omit<Shown, "method" | "isTraining"> {
  return { reports: { chosen: [], narrow: [], dense: [] }, epochs: 0, states: {}, before: {}, percent: 0 };
}
