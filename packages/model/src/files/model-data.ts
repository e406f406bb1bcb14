import { isObject, show } from "@reciprocal/guards";
import { FileFormatError, type Network, type PlainData } from "@reciprocal/network";
import { type Model, readModel } from "../model.js";

/** The version of what stands beside the network; a file of a later one is refused. */
const version = 1;

/** All of a model but its network, for the file of the network. */
export function modelData({ input, output }: Model): PlainData {
  return { model: version, input, output } as unknown as PlainData; // the specs are plain data, as interfaces
}

/** @throws {FileFormatError} for data that is missing, of a later version, or does not make a model of the network */
export function modelOf(where: string, network: Network, data: PlainData | undefined): Model {
  if (!isObject(data) || !("model" in data)) {
    throw new FileFormatError(
      `${where}: the file must hold what a model takes and answers, got a network alone; createModel makes a model of it`,
    );
  }
  const { model, ...rest } = data;
  if (model !== version) {
    throw new FileFormatError(
      `${where}: the version of the model must be ${version}, got ${show(model)}; a newer version of this package may read it`,
    );
  }
  try {
    if ("network" in rest)
      throw new TypeError(`${where}: the network must stand before the data, got another in it`);
    return readModel(where, { ...rest, network });
  } catch (error) {
    const { message } = error as Error;
    throw new FileFormatError(message.startsWith(where) ? message : `${where}: ${message}`, { cause: error });
  }
}
