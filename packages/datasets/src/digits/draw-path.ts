/**
 * Draws a path into a square gray image, in place. A pixel gets the larger of what it has and
 * clamp((radius − distance of its center to the path) + ½, 0, 1): full inside the pen, fading over one pixel.
 *
 * @param path - points in pixels, x and y in turn; the center of the first pixel is (0.5, 0.5)
 * @param side - width and height of the image
 */
export function drawPathInPlace(image: Float64Array, side: number, path: Float64Array, radius: number): void {
  const reach = radius + 0.5;
  for (let i = 0; i + 3 < path.length; i += 2) {
    const [x0, y0, x1, y1] = [path[i]!, path[i + 1]!, path[i + 2]!, path[i + 3]!];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const squaredLength = dx * dx + dy * dy;
    const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    const bottom = Math.min(side - 1, Math.floor(Math.max(y0, y1) + reach));
    const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    const right = Math.min(side - 1, Math.floor(Math.max(x0, x1) + reach));
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const [px, py] = [column + 0.5 - x0, row + 0.5 - y0];
        const along = squaredLength > 0 ? (px * dx + py * dy) / squaredLength : 0;
        const nearest = Math.min(Math.max(along, 0), 1);
        const [ex, ey] = [px - nearest * dx, py - nearest * dy];
        const ink = Math.min(1, reach - Math.sqrt(ex * ex + ey * ey));
        const pixel = row * side + column;
        if (ink > image[pixel]!) image[pixel] = ink;
      }
    }
  }
}
