import type { Question } from "../question.js";
import { counts } from "./counts.js";
import { eigenvalues } from "./eigenvalues.js";
import { sparse } from "./sparse.js";
import { variants } from "./variants.js";
import { oneHidden, twoHidden } from "./widths.js";

/** Every question to the paper, in the order of the report. To add one: a file here, and its name in this list. */
export const questions: readonly Question[] = [oneHidden, twoHidden, sparse, variants, eigenvalues, counts];
