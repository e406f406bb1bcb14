import { DatasetFormatError } from "../errors.js";

/** @throws {DatasetFormatError} naming the first label that is not below `classes` */
export function checkLabels(labels: ArrayLike<number>, classes: number, where: string): void {
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! < classes) continue;
    throw new DatasetFormatError(
      `${where}: labels must be below ${classes}, got ${labels[i]} at sample ${i}`,
    );
  }
}
