/**
 * A line that shows a training in a terminal.
 *
 * @packageDocumentation
 */
export {
  type LineStream,
  type ProgressLine,
  progressLine,
  type ProgressLineOptions,
} from "./progress-line.js";
