import { networkToText } from "@reciprocal/network";
import { computed, onBeforeUnmount, onMounted, ref, watch } from "vue";
import type { CurrentNetwork } from "./use-current.js";
import type { Files } from "./use-files.js";
import type { Session } from "./use-session.js";
import type { PageSettings } from "./use-settings.js";

const prefix = "#network=";
/** Some programs cut or refuse longer links. */
const maxLength = 60_000;
/** What the largest QR code holds, in bytes. */
const maxCode = 2953;

/** Keeps the current network: as a file, or in a link that holds all of it. */
export function useLink({ current }: Session, { keep }: PageSettings, { open }: Files) {
  const link = ref("");
  const note = ref("");
  const problem = ref("");
  const code = ref("");
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
    link.value = code.value = note.value = problem.value = "";
    if (location.hash.startsWith(prefix)) keep("");
  }

  /** Puts the link of the current network into the address; false if it has none. */
  function makeLink(): boolean {
    note.value = problem.value = "";
    const text = networkToText(current.value!.network, { spectra: "float16" });
    if (text.length > maxLength) {
      problem.value = tooLong(text.length);
      return false;
    }
    keep(prefix + text);
    linked = current.value;
    link.value = location.href;
    return true;
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
    /** What was done with the link. */
    note,
    /** Why there is none. */
    problem,
    /** The link as the SVG of a QR code. */
    code,
    openLink,
    /** Whether this device has a sheet for sharing. */
    canShare: computed(() => current.value !== undefined && "share" in navigator),

    copy: async (): Promise<void> => {
      if (!makeLink()) return;
      try {
        await navigator.clipboard.writeText(link.value);
        note.value = "Copied.";
      } catch {
        note.value = "This browser lets no page copy. The link is in the field below: copy it from there.";
      }
    },

    share: async (): Promise<void> => {
      if (!makeLink()) return;
      try {
        await navigator.share({ title: "A network that reads digits", url: link.value });
      } catch (error) {
        if ((error as Error).name !== "AbortError")
          note.value = "The link could not be shared. Copy it instead.";
      }
    },

    showCode: async (): Promise<void> => {
      if (!makeLink()) return;
      const shared = link.value;
      if (shared.length > maxCode) {
        problem.value = tooLongForCode(shared.length);
        return;
      }
      const { renderSVG } = await import("uqr");
      if (link.value === shared) code.value = renderSVG(shared, { ecc: "L", border: 4 });
    },

    save: (): void => {
      const url = URL.createObjectURL(new Blob([current.value!.bytes() as BlobPart]));
      Object.assign(document.createElement("a"), { href: url, download: "network.rcp" }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers read it later
    },
  };
}

export type Keeping = ReturnType<typeof useLink>;

const count = (value: number): string => value.toLocaleString("en");

function tooLong(length: number): string {
  return (
    `The link would have ${count(length)} characters, more than the ${count(maxLength)} that addresses carry. ` +
    `Save the file instead, remove more nodes, or train with spectral.`
  );
}

function tooLongForCode(length: number): string {
  return (
    `The link has ${count(length)} characters; the largest QR code holds ${count(maxCode)}. ` +
    `Copy the link instead. A network of fewer numbers fits: train with spectral and fewer hidden nodes, or remove nodes.`
  );
}
