import { singularValues, spectralKernel } from "@reciprocal/spectral";
import { Matrix } from "ml-matrix";

const kernel = spectralKernel(new Matrix([[2, 3]]), [1.5, 2], [0.5]).to2DArray();
const values = [...singularValues(Matrix.diag([3, 4]))];
console.log(JSON.stringify({ kernel, values }));
