import { quote } from "@reciprocal/guards";
import type { Measures } from "./measures.js";

/**
 * Says if a model is no better than one that looks at nothing: one that always answers the class that most of the samples
 * are of, or the mean of the numbers. Undefined if it is better, where all samples have the same answer, and for several
 * labels.
 */
export function guessing(measures: Measures): string | undefined {
  switch (measures.kind) {
    case "classes": {
      const most = measures.classes.reduce((best, one) => (one.count > best.count ? one : best));
      const share = most.count / measures.count;
      if (share === 1 || measures.accuracy > share) return undefined;
      return `no better than always answering ${quote(most.name)}, which is right for ${share.toFixed(3)}`;
    }
    case "number":
      return measures.r2 === undefined || measures.r2 > 0
        ? undefined
        : "no better than always answering the mean, whose R² is 0";
    case "labels":
      return undefined;
  }
}
