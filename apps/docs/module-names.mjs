import { Converter } from "typedoc";

/** A plugin for typedoc: modules are named for their package, `spectral`, and not for their folder, `spectral/src`. */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = module.name.replace(/\/src$/, "");
  });
}
