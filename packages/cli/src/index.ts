/**
 * The command line `reciprocal`: inspects, converts, compares and patches files of networks.
 *
 * @packageDocumentation
 */
export { runCli } from "./run-cli.js";
