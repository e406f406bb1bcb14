import { eigenvectorsPicture } from "./eigenvectors.js";
import { foldingPicture } from "./folding.js";
import { kernelPicture } from "./kernel.js";
import { layerPicture } from "./layer.js";
import { operatorPicture } from "./operator.js";
import { pruningPicture } from "./pruning.js";
import { trainedNumbersPicture } from "./trained-numbers.js";

/** The pictures of pages by the name of their file in `pages/pictures`, each drawn from what the library computes. */
export const pictures: Readonly<Record<string, () => string>> = {
  layer: layerPicture,
  operator: operatorPicture,
  eigenvectors: eigenvectorsPicture,
  kernel: kernelPicture,
  "trained-numbers": trainedNumbersPicture,
  pruning: pruningPicture,
  folding: foldingPicture,
};
