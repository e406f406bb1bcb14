import { onBeforeUnmount } from "vue";
import type { Connection } from "./connect.js";

/** Something that cannot be interrupted, such as the compilation of an engine, may take longer than this. */
const patienceMilliseconds = 500;

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

    /**
     * Asks the training to end; if it does not soon, its worker is ended, and whatever it held is gone.
     *
     * @param ended - resolves when the training has ended
     */
    stop: async (ended: Promise<unknown>): Promise<void> => {
      const own = connection;
      if (!own) return; // nothing trains yet
      void own.workbench.stop();
      const patience = new Promise<"late">((resolve) => setTimeout(resolve, patienceMilliseconds, "late"));
      const first = await Promise.race([ended.catch(() => undefined), patience]);
      if (first === "late" && connection === own) close();
    },
  };
}
