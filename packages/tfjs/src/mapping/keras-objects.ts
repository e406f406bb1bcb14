import { type Rule, ruleOf, show } from "@reciprocal/guards";
import { serialization } from "@tensorflow/tfjs-core";
import { constraints, initializers, regularizers } from "@tensorflow/tfjs-layers";

/** An initializer of TensorFlow.js. */
export type Initializer = ReturnType<typeof initializers.ones>;
/** A regularizer of TensorFlow.js. */
export type Regularizer = ReturnType<typeof regularizers.l2>;
/** A constraint of TensorFlow.js. */
export type Constraint = ReturnType<typeof constraints.nonNeg>;

/** An object of TensorFlow.js, its name (`"glorotUniform"`), or what its `getConfig` says of it. */
export type KerasArgument<T> = T | string | serialization.ConfigDict;

const namespaces = { Initializer: initializers, Regularizer: regularizers, Constraint: constraints };

interface Objects {
  readonly Initializer: Initializer;
  readonly Regularizer: Regularizer;
  readonly Constraint: Constraint;
}

type KerasKind = keyof Objects;

/** The initializer, regularizer and constraint of each group of a layer, if it was given one. */
export class KerasObjects {
  readonly #objects: ReadonlyMap<string, serialization.Serializable>;

  /** @param settings - what a table with `kerasRule` has read; `biasRegularizer` is the regularizer of bias */
  constructor(groups: readonly string[], settings: object) {
    const names = groups.flatMap((group) => Object.keys(namespaces).map((kind) => `${group}${kind}`));
    this.#objects = new Map(
      Object.entries(settings).filter(([name, object]) => names.includes(name) && object !== null),
    );
  }

  of<K extends KerasKind>(group: string, kind: K): Objects[K] | undefined {
    return this.#objects.get(`${group}${kind}`) as Objects[K] | undefined;
  }

  /** What `kerasRule` makes the same objects of, by argument. */
  config(): Record<string, serialization.ConfigDict> {
    return Object.fromEntries(
      Array.from(this.#objects, ([name, object]) => [
        name,
        { className: object.getClassName(), config: object.getConfig() },
      ]),
    );
  }
}

/**
 * Reads an argument such as `biasInitializer` as tf.layers.dense reads it, null included; TensorFlow.js does not export
 * the function that does so.
 */
export function kerasRule<K extends KerasKind>(kind: K): Rule<Objects[K]> {
  return ruleOf("a name, an object of TensorFlow.js or its config", (where, name, argument) => {
    if (argument === null || argument instanceof serialization.Serializable) return argument as Objects[K];
    if (typeof argument === "string") {
      const named = namespaces[kind] as unknown as Readonly<Record<string, (args: object) => Objects[K]>>;
      if (Object.hasOwn(named, argument)) return named[argument]!({});
      const known = Object.keys(named).join(", ");
      throw new TypeError(`${where}: ${name} must be one of ${known}, got ${show(argument)}`);
    }
    const { className, config } = argument as { className?: unknown; config?: unknown };
    const known = serialization.SerializationMap.getMap().classNameMap;
    if (typeof className === "string" && Object.hasOwn(known, className)) {
      const [constructor, fromConfig] = known[className]!;
      return fromConfig(constructor, (config ?? {}) as serialization.ConfigDict) as unknown as Objects[K];
    }
    throw new TypeError(
      `${where}: ${name} must be a name, an object of TensorFlow.js or its config, of a class that is registered, got ${show(className ?? argument)}`,
    );
  });
}
