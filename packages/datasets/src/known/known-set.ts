import type { SampleInputs, TrainTest } from "../dataset.js";
import type { PublishedFile } from "../download/published-file.js";
import type { ImageLayout } from "../images/layout.js";
import type { PixelKind } from "../images/pixels.js";

/** The data sets that `loadDataset` knows. */
export type DatasetName = "mnist" | "fashion-mnist" | "cifar10";

/** Where a data set is found, how its bytes are checked, and how they are read. */
export interface KnownSet {
  readonly name: string;
  readonly published: readonly PublishedFile[];
  /** Addresses to which the file name is appended, in the order to try. */
  readonly mirrors: readonly string[];
  /** Folders, relative to the user's, in which the files may lie; the first that holds them all is taken. */
  readonly folders: readonly string[];
  /** The files that `read` takes; each may also lie in a folder without its `.gz`, with a dot for the first hyphen before `idx`, or in a folder of its name. */
  readonly members: readonly string[];
  /** The archive among `published` that holds the members, if they are not published one by one. */
  readonly archive?: string;
  /** SHA-256 of the decompressed test labels, to tell sets apart whose files have the same names. */
  readonly testLabels?: string;
  readonly read: (files: MemberFiles) => TrainTest<SampleInputs>;
}

/** How the images of a set are to be given. */
export interface ImageForm {
  readonly layout: ImageLayout;
  readonly pixels: PixelKind;
}

/** The members of a set, in their order. */
export interface MemberFiles {
  readonly contents: readonly Uint8Array[];
  /** Where they came from, for messages. */
  readonly paths: readonly string[];
  readonly form: ImageForm;
}
