import { ref } from "vue";
import { lackingWebGpu } from "../lacking-webgpu.js";
import { defaultSettings, settingsFromQuery, settingsToQuery, type Settings } from "../settings.js";

/** The settings, which are kept in the address. */
export function useSettings() {
  const settings = ref<Settings>({ ...defaultSettings });
  const offersWebGpu = ref(true);

  return {
    settings,
    offersWebGpu,

    /** Reads the address, and which engines run here. */
    load: async (): Promise<void> => {
      settings.value = settingsFromQuery(location.search);
      offersWebGpu.value = !(await lackingWebGpu());
      // the link may come from a machine that has it
      if (settings.value.engine === "webgpu" && !offersWebGpu.value) {
        settings.value = { ...settings.value, engine: defaultSettings.engine };
      }
    },

    /** Writes the settings into the address, before this hash. */
    keep: (hash: string): void => {
      history.replaceState(history.state, "", settingsToQuery(settings.value) + hash);
    },
  };
}

export type PageSettings = ReturnType<typeof useSettings>;
