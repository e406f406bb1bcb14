import ts from "typescript";

/**
 * The statements of a module that are there for what they do, not for a name that they define, and every `await` outside
 * functions, with which a module cannot be required. What the initial value of a constant does on the way is not seen.
 */
export function effectsOf(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const awaits: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isAwaitExpression(node)) awaits.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const effects = source.statements.filter((statement) => !definitions.includes(statement.kind));
  return [...effects, ...awaits].map((node) => `${file}: ${node.getText()}`);
}

const definitions = [
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.ExportDeclaration,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.VariableStatement,
];
