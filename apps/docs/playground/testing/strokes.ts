/** Points of the digits as people draw them, in a square with sides of 1; a digit has one or more strokes. */
export const strokes: readonly (readonly (readonly [x: number, y: number])[])[][] = [
  [ring(0.5, 0.5, 0.2, 0.32)],
  [
    [
      [0.4, 0.3],
      [0.52, 0.18],
      [0.5, 0.5],
      [0.5, 0.82],
    ],
  ],
  [
    [
      [0.3, 0.32],
      [0.38, 0.2],
      [0.54, 0.17],
      [0.66, 0.27],
      [0.63, 0.42],
      [0.5, 0.58],
      [0.32, 0.79],
      [0.5, 0.8],
      [0.72, 0.79],
    ],
  ],
  [
    [
      [0.32, 0.22],
      [0.5, 0.17],
      [0.65, 0.27],
      [0.6, 0.42],
      [0.45, 0.48],
      [0.62, 0.54],
      [0.69, 0.68],
      [0.57, 0.81],
      [0.42, 0.83],
      [0.3, 0.76],
    ],
  ],
  [
    [
      [0.42, 0.2],
      [0.36, 0.36],
      [0.3, 0.55],
      [0.5, 0.56],
      [0.74, 0.54],
    ],
    [
      [0.6, 0.3],
      [0.59, 0.55],
      [0.57, 0.85],
    ],
  ],
  [
    [
      [0.68, 0.2],
      [0.4, 0.2],
      [0.37, 0.45],
      [0.52, 0.42],
      [0.66, 0.52],
      [0.67, 0.7],
      [0.54, 0.81],
      [0.32, 0.77],
    ],
  ],
  [
    [
      [0.6, 0.17],
      [0.45, 0.3],
      [0.35, 0.52],
      [0.34, 0.7],
      [0.44, 0.82],
      [0.6, 0.79],
      [0.65, 0.66],
      [0.57, 0.55],
      [0.44, 0.57],
      [0.36, 0.67],
    ],
  ],
  [
    [
      [0.28, 0.22],
      [0.5, 0.21],
      [0.71, 0.2],
      [0.6, 0.42],
      [0.5, 0.63],
      [0.44, 0.83],
    ],
  ],
  [
    [
      [0.62, 0.26],
      [0.5, 0.17],
      [0.38, 0.27],
      [0.42, 0.41],
      [0.56, 0.52],
      [0.64, 0.67],
      [0.55, 0.81],
      [0.42, 0.79],
      [0.37, 0.66],
      [0.46, 0.52],
      [0.6, 0.4],
      [0.63, 0.26],
    ],
  ],
  [
    [
      [0.63, 0.32],
      [0.52, 0.2],
      [0.38, 0.28],
      [0.37, 0.44],
      [0.5, 0.5],
      [0.62, 0.42],
      [0.64, 0.3],
      [0.63, 0.55],
      [0.58, 0.83],
    ],
  ],
];

function ring(x: number, y: number, width: number, height: number): [number, number][] {
  return Array.from({ length: 25 }, (_, i) => [
    x - width * Math.sin((i * Math.PI) / 12),
    y - height * Math.cos((i * Math.PI) / 12),
  ]);
}

/** How somebody draws: where on the pad, how large, how slanted. */
export interface Hand {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly slant: number;
}

/** The points of a digit on a pad with sides of `side`. */
export function pointsOf(digit: number, { x, y, size, slant }: Hand, side: number): [number, number][][] {
  return strokes[digit]!.map((stroke) =>
    stroke.map(([u, v]) => [
      side * (x + size * (u - 0.5 - slant * (v - 0.5))),
      side * (y + size * (v - 0.5)),
    ]),
  );
}

export const hands: readonly Hand[] = [
  { x: 0.5, y: 0.5, size: 1, slant: 0 },
  { x: 0.35, y: 0.6, size: 0.55, slant: 0.1 },
  { x: 0.55, y: 0.45, size: 1.15, slant: 0.2 },
];
