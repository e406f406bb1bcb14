import { ref } from "vue";
import { lackingWebGpu } from "../lacking-webgpu.js";
import { defaultSettings, settingsFromQuery, settingsToQuery, type Settings } from "../settings.js";

/** The settings, which are kept in the address. */
export function useSettings() {
  const settings = ref<Settings>({ ...defaultSettings });
  /** Why WebGPU does not run here; undefined if it does, and until that is known. */
  const lackOfWebGpu = ref<string>();

  return {
    settings,
    lackOfWebGpu,

    /** Reads the address, and which engines run here. */
    load: async (): Promise<void> => {
      settings.value = settingsFromQuery(location.search);
      lackOfWebGpu.value = await lackingWebGpu();
      // the link may come from a machine that has it
      if (settings.value.engine === "webgpu" && lackOfWebGpu.value) {
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
