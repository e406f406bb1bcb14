import { commonTokens, declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";

/**
 * Leaves out statements at random, so that a part of the mutants stands for all: a statement, and every mutant in it, is
 * kept with the chance `sample.share` of Stryker's options. Its place and the seed decide, so a run can be repeated.
 */
class SampleIgnorer {
  static inject = [commonTokens.options];
  #share;
  #seed;

  constructor({ sample: { share, seed } }) {
    this.#share = share;
    this.#seed = seed;
  }

  shouldIgnore({ node, parentPath }) {
    const isStatement = parentPath?.isBlockStatement() || parentPath?.isProgram();
    if (!isStatement || node.type === "FunctionDeclaration" || /^(Import|Export|Class|TS)/.test(node.type)) {
      return undefined;
    }
    return chance(`${this.#seed}:${node.type}:${node.start}:${node.end}`) < this.#share
      ? undefined
      : "not in the sample";
  }
}

/** Leaves out what errors say: their wording is not promised. Whether, when and with which class they are thrown stays in. */
class WordingIgnorer {
  shouldIgnore({ node, parentPath }) {
    const isArgument = parentPath?.isNewExpression() && parentPath.node.callee !== node;
    return isArgument && parentPath.parentPath?.isThrowStatement() ? "wording of an error" : undefined;
  }
}

/** A number in [0, 1) that a text decides (FNV-1a, then mixed). */
function chance(text) {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.Ignore, "sample", SampleIgnorer),
  declareClassPlugin(PluginKind.Ignore, "wording", WordingIgnorer),
];
