/** Bytes of one image, the channels of a pixel side by side: gray, or red, green and blue. */
export interface DecodedImage {
  /** Rows of pixels. */
  readonly height: number;
  /** Pixels in a row. */
  readonly width: number;
  /** Numbers per pixel: 1 for gray, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** height × width × channels values from 0 to 255, row by row. */
  readonly bytes: Uint8Array;
}
