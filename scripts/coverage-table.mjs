import { relative, sep } from "node:path";

/**
 * Rows of covered lines and branches by package, and the files that lack most, out of the `json-summary` of a coverage.
 *
 * @param summary - counts by absolute path
 * @param top - the folder of the repository
 */
export function coverageTable(summary, top) {
  const files = Object.entries(summary)
    .filter(([path]) => path !== "total")
    .map(([path, { lines, branches }]) => ({
      file: relative(top, path).split(sep).join("/"),
      lines,
      branches,
    }));
  const names = [...new Set(files.map(({ file }) => packageOf(file)))].sort();
  const rows = names.map((name) => {
    const own = files.filter(({ file }) => packageOf(file) === name);
    return { name, lines: sum(own, "lines"), branches: sum(own, "branches") };
  });
  return { rows, files };
}

/** The table as text, with the files that have most lines and branches that no test runs. */
export function formatCoverage({ rows, files }, { most = 15 } = {}) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = ({ name, lines, branches }) => `${name.padEnd(width)}  ${cell(lines)}  ${cell(branches)}`;
  const left = ({ lines, branches }) => lines.total - lines.covered + (branches.total - branches.covered);
  const open = files.filter((one) => left(one) > 0).sort((a, b) => left(b) - left(a));
  return [
    `${"".padEnd(width)}  ${"lines".padStart(17)}  ${"branches".padStart(17)}`,
    ...rows.map(line),
    ...(open.length === 0 ? [] : ["", "Most is left of"]),
    ...open.slice(0, most).map((one) => {
      const [lines, branches] = [one.lines, one.branches].map(({ total, covered }) => total - covered);
      return `${one.file}: ${lines} lines, ${branches} branches`;
    }),
  ].join("\n");
}

function packageOf(file) {
  return file.split("/").slice(0, 2).join("/");
}

function sum(files, key) {
  return files.reduce(
    (counts, one) => ({
      total: counts.total + one[key].total,
      covered: counts.covered + one[key].covered,
    }),
    { total: 0, covered: 0 },
  );
}

function cell({ total, covered }) {
  const percent = total === 0 ? 100 : (100 * covered) / total;
  return `${percent.toFixed(1)} % of ${total}`.padStart(17);
}
