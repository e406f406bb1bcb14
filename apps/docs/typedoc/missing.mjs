import { ReflectionKind } from "typedoc";
import ts from "typescript";

/** Types that users hand over and the library calls, so that an example of a call would teach nothing. */
const givenByUsers = new Map([
  ["LineStream", "process.stderr or another stream of Node, given to progressLine"],
  ["Operator", "a record that users write: apply, gradients and interpret call it"],
  ["NetworkPredictor", "what openModel and evaluateModel take in place of the plain predictor"],
]);

/**
 * What the pages of the API lack, as sentences that name it: a description of anything public, of a parameter or of a
 * property; an example of a function, of a class or of a method that users call.
 */
export function missingTexts(project) {
  const missing = [];
  for (const module of project.children ?? []) {
    for (const reflection of module.children ?? []) {
      if (reflection.isReference()) continue; // described where it comes from
      const name = `@reciprocal/${module.name} ${reflection.name}`;
      describe(reflection, name, missing);
      if (!hasExample(reflection)) missing.push(`${name} has no example`);
    }
  }
  return missing;
}

function describe(reflection, name, missing) {
  const signatures = reflection.signatures ?? functionOf(reflection.type)?.signatures ?? [];
  const isDescribed =
    hasText(reflection.comment) ||
    signatures.some(({ comment }) => hasText(comment)) ||
    hasText(reflection.getSignature?.comment) ||
    saysAll(reflection);
  if (!isDescribed && !isConstructor(reflection)) missing.push(`${name} has no description`);
  if (reflection.signatures && !isInherited(reflection)) describeParameters(reflection, name, missing);
  for (const member of membersOf(reflection)) {
    if (!isInherited(member)) describe(member, `${name}.${member.name}`, missing);
  }
}

/** A property that can only be one word, such as `kind: "dense"`, or cannot be there. */
const saysAll = ({ kind, type }) =>
  kind === ReflectionKind.Property &&
  (type?.type === "literal" || (type?.type === "intrinsic" && type.name === "undefined"));

/** A parameter has its sentence in at least one of several signatures. */
function describeParameters({ signatures, overwrites }, name, missing) {
  if (isForeign(overwrites) || signatures.some((signature) => isForeign(signature.overwrites))) return;
  const all = signatures.flatMap(({ parameters = [] }) => parameters);
  for (const parameter of new Set(all.map((one) => one.name))) {
    if (all.some((one) => one.name === parameter && hasText(one.comment))) continue;
    missing.push(`${name}: the parameter ${parameter} has no description`);
  }
}

function hasExample(reflection) {
  if (reflection.kindOf(ReflectionKind.Function))
    return reflection.signatures.some(({ comment }) => comment?.getTag("@example"));
  if (!reflection.kindOf(ReflectionKind.ClassOrInterface)) return true;
  if (isError(reflection)) return true; // users catch it: the functions that throw it name it
  const called = calledMethods(reflection);
  const needed = (reflection.children ?? []).filter(
    (member) => member.kindOf(ReflectionKind.Method) && isCalledByUsers(member, reflection),
  );
  const isEnough = needed.every(({ name }) => called.has(name));
  return isEnough && (reflection.kindOf(ReflectionKind.Interface) || called.size > 0 || hasOwn(reflection));
}

const hasOwn = ({ comment }) => comment?.getTag("@example") !== undefined;

/** The names of methods that the examples of a type and of its methods call. */
function calledMethods(reflection) {
  const comments = [
    reflection,
    ...(reflection.children ?? []).flatMap((one) => [one, ...(one.signatures ?? [])]),
  ];
  const names = new Set();
  for (const { comment } of comments) {
    for (const { content } of comment?.getTags("@example") ?? []) {
      const source = ts.createSourceFile(
        "example.ts",
        content.map(({ text }) => text.replaceAll(/```\w*/g, "")).join(""),
        ts.ScriptTarget.Latest,
      );
      const visit = (node) => {
        if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
          names.add(node.expression.name.text);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
  }
  return names;
}

/** Methods of a foreign class that are replaced here are called by the foreign library. */
function isCalledByUsers(method, { name }) {
  if (isInherited(method) || givenByUsers.has(name)) return false;
  return !method.signatures.some(({ overwrites }) => overwrites) && !method.overwrites;
}

function membersOf({ children, type, kind }) {
  // the members of a union stand in its own description
  if (kind === ReflectionKind.TypeAlias && type?.type === "reflection")
    return type.declaration.children ?? [];
  return children ?? [];
}

const functionOf = (type) =>
  type?.type === "reflection" && type.declaration.signatures ? type.declaration : undefined;
const hasText = (comment) => comment?.summary.some(({ text }) => text.trim() !== "") ?? false;
const isConstructor = (reflection) => reflection.kindOf(ReflectionKind.Constructor);
const isInherited = ({ inheritedFrom, signatures = [] }) =>
  inheritedFrom !== undefined || signatures.some((signature) => signature.inheritedFrom);
const isForeign = (overwritten) => overwritten !== undefined && overwritten.reflection === undefined;
const isError = ({ extendedTypes = [] }) => extendedTypes.some(({ name }) => /Error$/.test(name));
