/**
 * The processes above one that it should not outlive: npm, pnpm and the like, in whatever number, and the shells between.
 * A script of this repository may also be started by another one, so the nearest one may be Node too. The shell or program
 * in which somebody called npm is none of them: a command that was sent to the background may outlive that.
 *
 * @param table - as `processTable` gives it
 * @returns the nearest first
 */
export function ancestorsOf(pid, table) {
  const chain = [];
  for (let one = table.get(table.get(pid)?.parent); one !== undefined; one = table.get(one.parent)) {
    const kind = kindOf(one.words);
    if (kind === "other" || (kind === "node" && chain.length > 0)) break;
    chain.push({ ...one, kind });
  }
  while (chain.at(-1)?.kind === "shell") chain.pop();
  return chain;
}

/** All that are below one, in whatever depth. */
export function descendantsOf(pid, table) {
  const children = new Map();
  for (const one of table.values()) children.set(one.parent, [...(children.get(one.parent) ?? []), one]);
  const found = [];
  const queue = [pid];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const child of children.get(next) ?? []) {
      found.push(child);
      queue.push(child.pid);
    }
  }
  return found;
}

/** Whether the same process, not another with its number, is still there. */
export function isThere({ pid, start }, table) {
  return table.get(pid)?.start === start;
}

const managers = /^(npm|npx|pnpm|pnpx|yarn|bun|corepack)$/;
const shells = /^(sh|bash|dash|ash|zsh|ksh|fish|busybox|cmd|powershell|pwsh)$/;

/** npm gives itself a name such as `npm run bench`, others are a file that Node runs. */
function kindOf([program = "", file = ""]) {
  const [name, of] = [program.split(" ", 1)[0], file].map((path) =>
    path
      .split(/[\\/]/)
      .at(-1)
      .replace(/^-/, "") // a shell of a terminal
      .replace(/\.(exe|cmd|[cm]?js)$/i, "")
      .replace(/-cli$/, "")
      .toLowerCase(),
  );
  if (shells.test(name)) return "shell";
  if (managers.test(name) || (name === "node" && managers.test(of))) return "manager";
  return name === "node" ? "node" : "other";
}
