import { describe, it } from "vitest";
import type { Oddity } from "./odd-numbers/cell.js";
import { oddNumbers } from "./odd-numbers/index.js";

// Every cell of the page odd-numbers.md is checked here; `pnpm docs:tables` writes the page of the same cells.
describe.each(Object.entries(oddNumbers))("what the functions of %s do", (_, rows) => {
  describe.each(rows.map(({ functions, cells }) => [functions.join(", "), cells] as const))(
    "%s",
    (_, cells) => {
      it.each(
        (Object.keys(cells) as Oddity[]).map(
          (oddity) => [oddity, cells[oddity]!.says, cells[oddity]!] as const,
        ),
      )("%s: %s", async (_, _says, cell) => cell.holds());
    },
  );
});
