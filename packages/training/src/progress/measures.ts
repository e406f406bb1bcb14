import type { EpochReport } from "../fit/epoch-report.js";

type Measure = "loss" | "accuracy" | "validationLoss" | "validationAccuracy";
type Measured = { readonly [Name in Measure]?: EpochReport[Name] | undefined };

/** `loss 0.1234, accuracy 96.1 %, validation loss 0.1502, validation accuracy 95 %`, as far as they were measured. */
export function measuresText(report: Measured): string {
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

function number(name: string, value: number | undefined): string {
  return value === undefined ? "" : `, ${name} ${Number(value.toPrecision(4))}`;
}

function percent(name: string, value: number | undefined): string {
  return value === undefined ? "" : `, ${name} ${(100 * value).toFixed(1)} %`;
}
