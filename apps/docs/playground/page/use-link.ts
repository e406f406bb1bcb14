import { networkToText } from "@reciprocal/network";
import { onBeforeUnmount, onMounted, ref, watch } from "vue";
import type { CurrentNetwork } from "./use-current.js";
import type { Files } from "./use-files.js";
import type { Session } from "./use-session.js";
import type { PageSettings } from "./use-settings.js";

const prefix = "#network=";
/** Some programs cut or refuse longer links. */
const maxLength = 60_000;

/** Keeps the current network: as a file, or in a link that holds all of it. */
export function useLink({ current, attempt }: Session, { keep }: PageSettings, { open }: Files) {
  const link = ref("");
  /** Whose link is in the address. */
  let linked: CurrentNetwork | undefined;
  let isOpening = false;

  /** Opens the network of the address, if there is one. */
  async function openLink(): Promise<void> {
    const { hash } = location;
    if (!hash.startsWith(prefix)) return;
    isOpening = true;
    await open({ kind: "link" }, () => Promise.resolve(hash.slice(prefix.length)));
    isOpening = false;
    if (current.value !== linked || !linked) clear(); // what is broken does not open
  }

  /** Takes the link away that is not of the current network. */
  function clear(): void {
    link.value = "";
    if (location.hash.startsWith(prefix)) keep("");
  }

  const reopen = (): void => void openLink();
  onMounted(() => window.addEventListener("hashchange", reopen));
  onBeforeUnmount(() => window.removeEventListener("hashchange", reopen));
  watch(
    current,
    (now) => {
      if (isOpening) linked = now;
      else if (now !== linked) clear();
    },
    { flush: "sync" }, // before anything else is shown
  );

  return {
    link,
    openLink,

    makeLink: (): Promise<void> =>
      attempt(() => {
        const text = networkToText(current.value!.network, { spectra: "float16" });
        if (text.length > maxLength) throw new Error(tooLong(text.length));
        keep(prefix + text);
        linked = current.value;
        link.value = location.href;
        return Promise.resolve();
      }),

    save: (): Promise<void> =>
      attempt(() => {
        const url = URL.createObjectURL(new Blob([current.value!.bytes() as BlobPart]));
        Object.assign(document.createElement("a"), { href: url, download: "network.rcp" }).click();
        setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers read it later
        return Promise.resolve();
      }),
  };
}

function tooLong(length: number): string {
  return (
    `The link would have ${length.toLocaleString("en")} characters, more than the ` +
    `${maxLength.toLocaleString("en")} that addresses carry. Save the file instead, remove more nodes, ` +
    `or train with spectral.`
  );
}
