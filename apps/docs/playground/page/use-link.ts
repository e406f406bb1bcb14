import { onBeforeUnmount, onMounted } from "vue";
import type { Files } from "./use-files.js";
import type { Session } from "./use-session.js";
import type { PageSettings } from "./use-settings.js";

const prefix = "#network=";
/** Some programs cut or refuse longer links. */
const maxLength = 60_000;

/** Keeps the network: as a file, or in a link that holds all of it. */
export function useLink({ shown, attempt, workbench }: Session, { keep }: PageSettings, { open }: Files) {
  /** Opens the network of the address, if there is one. */
  function openLink(): void {
    const { hash } = location;
    if (hash.startsWith(prefix)) void open("the link", () => Promise.resolve(hash.slice(prefix.length)));
  }

  onMounted(() => window.addEventListener("hashchange", openLink));
  onBeforeUnmount(() => window.removeEventListener("hashchange", openLink));

  return {
    openLink,

    makeLink: (): Promise<void> =>
      attempt(async () => {
        const text = await (await workbench()).link();
        if (text.length > maxLength) throw new Error(tooLong(text.length));
        keep(prefix + text);
        shown.link = location.href;
      }),

    save: (): Promise<void> =>
      attempt(async () => {
        const bytes = await (await workbench()).file();
        const url = URL.createObjectURL(new Blob([bytes as BlobPart]));
        Object.assign(document.createElement("a"), { href: url, download: "network.rcp" }).click();
        setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers read it later
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
