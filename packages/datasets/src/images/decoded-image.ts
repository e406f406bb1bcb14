/** Bytes of one image, the channels of a pixel side by side: gray, or red, green and blue. */
export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly bytes: Uint8Array;
}
