import { serialization } from "@tensorflow/tfjs-core";
import { constraints, initializers, regularizers } from "@tensorflow/tfjs-layers";

export type Initializer = ReturnType<typeof initializers.ones>;
export type Regularizer = ReturnType<typeof regularizers.l2>;
export type Constraint = ReturnType<typeof constraints.nonNeg>;

/** An object of TensorFlow.js, its name (`"glorotUniform"`), or what its `getConfig` says of it. */
export type KerasArgument<T> = T | string | serialization.ConfigDict;

const namespaces = { Initializer: initializers, Regularizer: regularizers, Constraint: constraints };

export type KerasKind = keyof typeof namespaces;

/**
 * The object behind an argument such as `biasInitializer`, as tf.layers.dense reads it; TensorFlow.js keeps the
 * function that does so to itself.
 *
 * @throws {TypeError} for a name or class that TensorFlow.js does not know
 */
export function kerasObject<T extends serialization.Serializable>(
  where: string,
  kind: KerasKind,
  argument: unknown,
): T | undefined {
  if (argument === null || argument === undefined) return undefined;
  if (argument instanceof serialization.Serializable) return argument as T;
  if (typeof argument === "string") {
    const named = namespaces[kind] as unknown as Readonly<Record<string, (args: object) => T>>;
    if (Object.hasOwn(named, argument)) return named[argument]!({});
    throw new TypeError(`${where} must be one of ${Object.keys(named).join(", ")}, got ${argument}`);
  }
  const { className, config } = argument as { className?: unknown; config?: unknown };
  const known = serialization.SerializationMap.getMap().classNameMap;
  if (typeof className === "string" && Object.hasOwn(known, className)) {
    const [constructor, fromConfig] = known[className]!;
    return fromConfig(constructor, (config ?? {}) as serialization.ConfigDict) as T;
  }
  throw new TypeError(`${where} must be of a class that is registered, got ${String(className)}`);
}

/** What `kerasObject` makes the same object of. */
export function kerasConfig(object: serialization.Serializable): serialization.ConfigDict {
  return { className: object.getClassName(), config: object.getConfig() };
}
