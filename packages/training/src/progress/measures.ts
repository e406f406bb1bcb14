import type { EpochReport } from "../fit/epoch-report.js";

/** `loss 0.1234, accuracy 96.1 %, validation loss 0.1502, validation accuracy 95 %`, as far as they were measured. */
export function measuresText(report: EpochReport): string {
  const { loss, accuracy, validationLoss, validationAccuracy } = report;
  return [
    number("loss", loss),
    percent("accuracy", accuracy),
    number("validation loss", validationLoss),
    percent("validation accuracy", validationAccuracy),
  ]
    .join("")
    .slice(2);
}

const isMeasured = (value: number | undefined): value is number =>
  value !== undefined && !Number.isNaN(value);

function number(name: string, value: number | undefined): string {
  return isMeasured(value) ? `, ${name} ${Number(value.toPrecision(4))}` : "";
}

function percent(name: string, value: number | undefined): string {
  return isMeasured(value) ? `, ${name} ${(100 * value).toFixed(1)} %` : "";
}
