import { Converter, ReflectionKind } from "typedoc";

/**
 * A plugin for typedoc: modules are named for their package, `spectral`, and not for their folder, `spectral/src`, and
 * options that are taken apart in the signature are called options.
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = module.name.replace(/\/src$/, "");
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
      if (parameter.name === "__namedParameters") parameter.name = "options";
    }
  });
}
