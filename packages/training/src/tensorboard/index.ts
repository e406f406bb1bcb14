/**
 * A log of a training that TensorBoard shows. Node only.
 *
 * @packageDocumentation
 */
export { type TensorboardLog, tensorboardLog } from "./tensorboard-log.js";
