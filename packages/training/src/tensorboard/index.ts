/**
 * A log of a training that TensorBoard shows. Node only.
 *
 * @packageDocumentation
 */
export { type TensorboardLog, tensorboardLog, type TensorboardLogOptions } from "./tensorboard-log.js";
