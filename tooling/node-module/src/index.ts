/**
 * One of Node's own modules, without an import that a bundler for browsers would have to resolve.
 *
 * @throws {Error} in a runtime without Node (`caller` names the function that needed it)
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name, caller: string): NodeModules[Name] {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  const found = process?.getBuiltinModule?.(name) as NodeModules[Name] | undefined;
  if (found) return found;
  throw new Error(`${caller}: needs ${name} of Node 20.19 or newer, which this runtime does not have`);
}

interface NodeModules {
  "node:crypto": typeof import("node:crypto");
  "node:fs": typeof import("node:fs");
  "node:fs/promises": typeof import("node:fs/promises");
  "node:os": typeof import("node:os");
  "node:path": typeof import("node:path");
  "node:url": typeof import("node:url");
  "node:zlib": typeof import("node:zlib");
}
