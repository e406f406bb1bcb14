import { textTable } from "../text-table.js";
import type { PredictReport } from "./predict-report.js";

/** The report as plain text: tables of times, of pauses and of load, and how to read them. */
export function formatPredict({ measurements, pauses, loads, notes }: PredictReport): string {
  const times = measurements.map((m) => [
    m.network,
    m.method,
    m.subject,
    String(m.samples),
    m.microseconds.toFixed(0),
    m.fastestMicroseconds.toFixed(0),
    m.toSession.toFixed(2),
  ]);
  const blocked = pauses.map((p) => [
    p.network,
    p.method,
    p.subject,
    p.longestPauseMilliseconds.toFixed(2),
    p.oneBatchMilliseconds.toFixed(2),
    p.milliseconds.toFixed(2),
  ]);
  const held = loads.map((l) => [
    l.network,
    l.method,
    l.subject,
    l.requestsPerSecond.toFixed(0),
    l.medianMilliseconds.toFixed(0),
    l.slowestPercentMilliseconds.toFixed(0),
  ]);
  return [
    textTable([["network", "method", "by", "samples", "µs", "fastest", "to session"], ...times]),
    `${pauses[0]?.calls} calls of one sample at once, ms:`,
    textTable([["network", "method", "by", "longest pause", "one batch", "all answered"], ...blocked]),
    ...(loads.length > 0
      ? [
          `A server of node:http and ${loads[0]?.connections} connections:`,
          textTable([["network", "method", "by", "requests / s", "median ms", "99 % below"], ...held]),
        ]
      : []),
    ...notes,
  ].join("\n\n");
}
