/** Where the site and its repository are, as far as whoever builds it says. Without an address, nothing is said that needs one. */
export interface SitePlaces {
  /** Address of the front page, with a slash at its end. */
  readonly site?: string;
  /** Address of the repository at its code host, without one. */
  readonly repository?: string;
}

/**
 * Reads the addresses from the environment: `RECIPROCAL_SITE` and `RECIPROCAL_REPOSITORY`.
 *
 * @throws {TypeError} for what is no whole address
 */
export function sitePlaces(environment: Readonly<Record<string, string | undefined>>): SitePlaces {
  const read = (name: string): string | undefined => {
    const value = environment[name];
    if (value === undefined || value === "") return undefined;
    if (!/^https?:\/\//.test(value) || !URL.canParse(value))
      throw new TypeError(`${name} must be an address that begins with https://, got ${value}`);
    return value.replace(/\/+$/, "");
  };
  const site = read("RECIPROCAL_SITE");
  const repository = read("RECIPROCAL_REPOSITORY");
  return { ...(site && { site: `${site}/` }), ...(repository && { repository }) };
}
