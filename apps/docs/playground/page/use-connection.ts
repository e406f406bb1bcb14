import { onBeforeUnmount } from "vue";
import type { Connection } from "./connect.js";

/**
 * The worker that trains, started when it is first asked for and ended with the page.
 *
 * @param onFailure - called if the worker does not load or breaks down; the next request starts another
 */
export function useConnection(onFailure: (error: Error) => void) {
  let connection: Connection | undefined;
  let isLeft = false;

  function close(): void {
    connection?.close();
    connection = undefined;
  }

  onBeforeUnmount(() => {
    isLeft = true;
    close(); // training ends with it
  });

  return {
    workbench: async (): Promise<Connection["workbench"]> => {
      const { connect } = await import("./connect.js");
      if (isLeft) throw new Error("The page was left.");
      connection ??= connect((error) => {
        close();
        onFailure(error);
      });
      return connection.workbench;
    },

    /** Ends training; without a worker nothing trains yet. */
    stop: async (): Promise<void> => connection?.workbench.stop(),
  };
}
