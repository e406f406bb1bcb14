import { freezeDeep } from "../../internal/freeze-deep.js";
import type { Network } from "../../network.js";
import { validateNetwork } from "../../validate-network.js";
import { FileFormatError } from "../file-format-error.js";

/**
 * A network that was read, frozen as those of `createNetwork`.
 *
 * @throws {FileFormatError} where `validateNetwork` refuses it
 */
export function checkRead(where: string, network: Network): Network {
  try {
    validateNetwork(network);
  } catch (error) {
    throw new FileFormatError(`${where}: ${(error as Error).message}`, { cause: error });
  }
  return freezeDeep(network);
}
