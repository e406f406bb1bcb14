/**
 * Training models on tables and images. An entry point of its own, so that who only predicts needs no runtime.
 *
 * @packageDocumentation
 */
export type { GapOptions } from "../table/gap-choice.js";
export type { IgnoredColumn } from "../table/learn-columns.js";
export type { TrainImagesOptions } from "./image-options.js";
export type { TrainTableOptions } from "./table-options.js";
export { trainImages } from "./train-images.js";
export type { TrainOptions } from "./train-options.js";
export { type TrainedTable, trainTable } from "./train-table.js";
export type { Trained } from "./trained.js";
