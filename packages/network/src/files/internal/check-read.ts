import type { Network } from "../../network.js";
import { validateNetwork } from "../../validate-network.js";
import { FileFormatError } from "../file-format-error.js";
import { checkMadeSizes } from "./check-made-sizes.js";

/** @throws {FileFormatError} where a network that was read is not one, or asks for too large a matrix */
export function checkRead(where: string, network: Network): void {
  try {
    validateNetwork(network);
    checkMadeSizes(network);
  } catch (error) {
    throw new FileFormatError(`${where}: ${(error as Error).message}`, { cause: error });
  }
}
