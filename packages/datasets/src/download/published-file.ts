/** A file as it was published: its length and digest hold for exactly these bytes. */
export interface PublishedFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}
