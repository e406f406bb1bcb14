import type { Network } from "../../network.js";
import { validateNetwork } from "../../validate-network.js";
import { FileFormatError } from "../file-format-error.js";
import { checkMadeSizes } from "./check-made-sizes.js";

/** @throws {FileFormatError} where a network that was read is not one, or asks for too large matrices */
export function checkRead(where: string, network: Network, mostEntries?: number): void {
  try {
    validateNetwork(network);
    checkMadeSizes(network, mostEntries);
  } catch (error) {
    throw new FileFormatError(`${where}: ${(error as Error).message}`, { cause: error });
  }
}
