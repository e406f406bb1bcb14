import { resolve } from "node:path";
import { Application, Comment, CommentTag, Converter, ReflectionKind } from "typedoc";
import { ModuleRouter } from "typedoc-plugin-markdown";
import ts from "typescript";
import { listErrors } from "./errors.mjs";
import { missingTexts } from "./missing.mjs";
import { pageExamples } from "./page-examples.mjs";
import { modules, subjectOf } from "./subjects.mjs";

/** The last part of every page. */
const ofOthers = "Names from other packages";
const root = resolve(import.meta.dirname, "../../..");

/**
 * A plugin for typedoc. Modules have the name under which they are imported, `spectral` or `training/progress`, not of their
 * folder, `spectral/src`, and a title in words; what they export stands by subject; options that the signature destructures
 * are called `options`; the errors of a function are one list with their names, which the Markdown pages would omit; a
 * function without an example in its docstring has one from a README or a guide. What lacks a text is a warning.
 */
export function load(app) {
  app.renderer.defineRouter("module-pages", ModulePages);
  app.on(Application.EVENT_BOOTSTRAP_END, () => {
    const subjects = Object.values(modules).flatMap((module) => Object.keys(module.subjects));
    app.options.setValue("categoryOrder", [
      ...new Set(subjects.filter((subject) => subject !== "Errors")),
      ...["Errors", ofOthers],
    ]);
    app.options.setValue("pageTitleTemplates", {
      ...app.options.getValue("pageTitleTemplates"),
      module: ({ rawName }) => `API of @reciprocal/${rawName}: ${modules[rawName]?.title}`,
    });
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = module.name.replace(/\/src(?=\/|$)/, "");
    for (const reflection of Object.values(project.reflections)) listErrors(reflection);
    const examples = pageExamples(root);
    for (const module of project.children ?? []) {
      introduce(module);
      for (const reflection of module.children ?? []) {
        addExample(reflection, examples.get(`@reciprocal/${module.name} ${reflection.name}`));
        addSubject(module, reflection, app.logger);
      }
    }
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, (context) => {
    const { project } = context;
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) nameOptions(parameter);
    for (const one of project.getReflectionsByKind(ReflectionKind.Class))
      dropInherited(one, (member) => context.getSymbolFromReflection(member));
    for (const text of missingTexts(project)) app.logger.warn(text);
  });
}

/**
 * Names pages after modules alone, and headings once: the router of typedoc-plugin-markdown also keeps names free for what has
 * no page, and counts the signature of a function as a heading of its name.
 */
class ModulePages extends ModuleRouter {
  getIdealBaseName(reflection) {
    const name = super.getIdealBaseName(reflection);
    return reflection.kindOf(ReflectionKind.Module) ? name : `${name}.part`;
  }

  buildAnchors(target, page) {
    if (!(target.kindOf(ReflectionKind.CallSignature) && target.parent.kindOf(ReflectionKind.Function)))
      return super.buildAnchors(target, page);
    this.fullUrls.set(target, this.fullUrls.get(target.parent));
    target.traverse((child) => {
      this.buildAnchors(child, page);
      return true;
    });
  }
}

/** Leaves out what a class has from another, and what it replaces in a class of another library without a word. */
function dropInherited(reflection, symbolOf) {
  for (const member of [...(reflection.children ?? [])]) {
    const all = [member, ...(member.signatures ?? []), member.getSignature].filter(Boolean);
    const isReplaced = all.some(({ overwrites }) => overwrites && !overwrites.reflection);
    const isSilent = !(symbolOf(member)?.declarations ?? []).some(
      (declaration) => ts.getJSDocCommentsAndTags(declaration).length > 0, // typedoc copies those of the other library
    );
    if ((isReplaced && isSilent) || all.some(({ inheritedFrom }) => inheritedFrom))
      reflection.project.removeReflection(member);
  }
}

/** A parameter that the signature takes apart, or that the code calls `given`, is called options, and described where its type is. */
function nameOptions(parameter) {
  if (parameter.comment || !["__namedParameters", "given", "options"].includes(parameter.name)) return;
  parameter.name = "options";
  const target = optionsOf(parameter.type);
  if (!target) return;
  const isOptional = parameter.flags.isOptional || parameter.defaultValue !== undefined;
  parameter.comment = new Comment([
    { kind: "text", text: isOptional ? "settings, which may be left out: see " : "settings: see " },
    { kind: "inline-tag", tag: "@link", text: target.name, target },
  ]);
}

/** The interface of options that a type is, or is made of. */
function optionsOf(type) {
  if (type?.type === "reference")
    return type.reflection?.isDeclaration() ? type.reflection : optionsOf(type.typeArguments?.[0]); // Omit<…>
  if (type?.type === "intersection" || type?.type === "union")
    return type.types.map(optionsOf).find((one) => one !== undefined);
  return undefined;
}

/** The title and the first lines of a module's page. */
function introduce(module) {
  const [folder] = module.name.split("/");
  module.comment?.summary.push({
    kind: "text",
    text: `\n\n[How to use this package](/packages/${folder}.md): installation, a first program, options and limits.`,
  });
}

/** A function without an example of its own has one from a page. */
function addExample({ signatures = [], kind }, example) {
  if (kind !== ReflectionKind.Function || example === undefined) return;
  if (signatures.some(({ comment }) => comment?.getTag("@example"))) return;
  const [first] = signatures;
  first.comment ??= new Comment();
  first.comment.blockTags.push(
    new CommentTag("@example", [
      { kind: "text", text: `From [${example.title}](${example.link}):\n\n` },
      { kind: "code", text: `\`\`\`ts\n${example.code}\n\`\`\`` },
    ]),
  );
}

/** The subject under which the page lists a name; a name of another package stands last. */
function addSubject(module, reflection, logger) {
  const file = module.project.getSymbolIdFromReflection(reflection)?.packagePath ?? "";
  const subject = reflection.isReference() ? ofOthers : subjectOf(module.name, file);
  if (subject === undefined)
    logger.warn(
      `@reciprocal/${module.name} ${reflection.name}: ${file} has no subject in typedoc/subjects.mjs`,
    );
  else
    for (const one of reflection.signatures ?? [reflection]) {
      one.comment ??= new Comment();
      one.comment.blockTags.push(new CommentTag("@category", [{ kind: "text", text: subject }]));
    }
}
