import { ReflectionKind } from "typedoc";

/** The errors of a function as one list with their names, which the Markdown pages would omit. */
export function listErrors({ comment, project }) {
  const thrown = comment?.getTags("@throws") ?? [];
  if (thrown.length === 0) return;
  const [first] = thrown;
  first.content = thrown.flatMap(({ typeAnnotation, content }) => [
    { kind: "text", text: "\n- " },
    ...(typeAnnotation ? [...nameParts(typeAnnotation, project), { kind: "text", text: " " }] : []),
    ...content,
  ]);
  comment.blockTags = comment.blockTags.filter((one) => one === first || one.tag !== "@throws");
}

/** `{ShapeError | TypeError}` with a link for every error of these packages. */
function nameParts(typeAnnotation, project) {
  const classes = project.getReflectionsByKind(ReflectionKind.Class);
  return typeAnnotation
    .slice(1, -1)
    .split(/(\w+)/)
    .map((part) => {
      const target = classes.find(({ name }) => name === part);
      if (target) return { kind: "inline-tag", tag: "@link", text: part, target };
      return /\w/.test(part)
        ? { kind: "code", text: `\`${part}\`` }
        : { kind: "text", text: part.replace("|", "or") };
    });
}
