/** A statement, and where the lines agree with it. */
export interface Claim {
  /** The part of the experiment that it belongs to. */
  readonly about: string;
  readonly text: string;
  /** Where it was published, if it was. */
  readonly source?: string;
  /** One per place about which the lines say something; a claim without any is not printed. */
  readonly comparisons: readonly Comparison[];
}

/** What the lines say in one place. */
export interface Comparison {
  /** Data set, width and what else identifies the place. */
  readonly where: string;
  readonly holds: boolean;
  /** The values that were compared. */
  readonly found: string;
}
