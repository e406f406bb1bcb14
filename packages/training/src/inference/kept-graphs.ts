import { isObject } from "@reciprocal/guards";
import type { Network } from "@reciprocal/network";
import type { Engine } from "../engine/engine.js";
import { fingerprint } from "./fingerprint.js";

/** Graphs that an engine keeps: they hold the weights of their networks in native memory. */
const limit = 4;

/** Something compiled. */
interface Releasable {
  release(): Promise<void>;
}

interface Kept {
  readonly network: WeakRef<Network>;
  /** What the graph computes. */
  readonly name: string;
  /** Of the network when it was compiled. */
  readonly bits: number;
  readonly compiled: Promise<Releasable>;
  users: number;
  isKept: boolean;
}

/** What a network holds now, for all that ask within one turn: a look at all numbers for each would hold up the thread. */
const looks = new WeakMap<Network, Promise<number>>();

/** The graphs of an engine, the last used one last. */
const graphs = new WeakMap<Engine, Kept[]>();

const collected = /* @__PURE__ */ new FinalizationRegistry(({ list, kept }: { list: Kept[]; kept: Kept }) =>
  drop(list, kept),
);

/**
 * Uses a compiled graph of a network, and compiles it only if that was not done before. The graphs that an engine used
 * last are kept, up to four, each as long as its network object lives. Where the numbers of a network were changed in place, it
 * is compiled anew.
 *
 * @param name - tells graphs of one network apart
 * @param compile - makes the graph, and checks the network first
 */
export async function useKept<T extends Releasable, R>(
  { network, engine, name }: { readonly network: Network; readonly engine: Engine; readonly name: string },
  compile: () => Promise<T>,
  use: (compiled: T) => Promise<R>,
): Promise<R> {
  // what is no object cannot be kept, and compile says what it should be
  if (!isObject(network)) return use(await compile());
  let list = graphs.get(engine);
  if (!list) graphs.set(engine, (list = []));
  const bits = await bitsOf(network);
  const found = list.find((kept) => kept.name === name && kept.network.deref() === network);
  if (found && found.bits !== bits) drop(list, found);
  const kept = found?.isKept ? found : keep(list, { network, name, bits, compile });
  // the last used one last
  list.push(...list.splice(list.indexOf(kept), 1));

  kept.users++;
  try {
    const compiled = await kept.compiled.catch((error: unknown) => {
      drop(list, kept);
      throw error;
    });
    return await use(compiled as T);
  } finally {
    kept.users--;
    releaseUnused(kept);
  }
}

/** Looks once whoever asks now has asked, so that nobody gets numbers from before a change. */
function bitsOf(network: Network): Promise<number> {
  let look = looks.get(network);
  if (!look) {
    look = Promise.resolve().then(() => {
      looks.delete(network);
      return fingerprint(network);
    });
    looks.set(network, look);
  }
  return look;
}

function keep(
  list: Kept[],
  {
    network,
    name,
    bits,
    compile,
  }: {
    readonly network: Network;
    readonly name: string;
    readonly bits: number;
    readonly compile: () => Promise<Releasable>;
  },
): Kept {
  const compiled = compile();
  const kept = { network: new WeakRef(network), name, bits, compiled, users: 0, isKept: true };
  list.push(kept);
  collected.register(network, { list, kept });
  while (list.length > limit) drop(list, list[0]!);
  return kept;
}

function drop(list: Kept[], kept: Kept): void {
  if (!kept.isKept) return;
  kept.isKept = false;
  list.splice(list.indexOf(kept), 1);
  releaseUnused(kept);
}

/** Frees what is kept no longer, once nobody uses it. */
function releaseUnused({ isKept, users, compiled }: Kept): void {
  if (isKept || users > 0) return;
  compiled
    .then((graph) => graph.release())
    // where compiling failed there is nothing to free, and its callers were told; nobody waits for what fails here
    .catch(() => {});
}
