import { createHash } from "node:crypto";

/** A short hash of plain data, the same whatever the order of its fields: runs with equal settings have equal keys. */
export function runKey(data: unknown): string {
  return createHash("sha256").update(canonical(data)).digest("hex").slice(0, 16);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) =>
    typeof field === "object" && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}
