/**
 * Runs what @reciprocal/network does for one layer alone, whose errors call it layer 0, so that they begin with `name`.
 */
export function nameLayer<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error) error.message = `${name}: ${error.message.replace(ofNetwork, "")}`;
    throw error;
  }
}

const ofNetwork = /^(createNetwork: spec|layer) 0( \([a-z-]+\))?: /;
