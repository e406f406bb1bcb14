/** A drawing as data; it is drawn when the report is written, so that making one loads no drawing library. */
export type Chart = SeriesChart | DistributionChart | HeatPicture;

/** What all kinds of charts have in common. */
interface Described {
  /** What a value is, with its unit. */
  readonly label: string;
  /** Read out instead of the picture. */
  readonly description: string;
}

/** One run in a series. */
export interface SeriesPoint {
  readonly series: string;
  readonly x: number;
  readonly value: number;
}

/** How a series looks: a middle tone that stands out from white and from near-black alike, and a shape of its own. */
export interface SeriesLook {
  readonly color: string;
  readonly symbol: "square" | "circle" | "triangle" | "diamond" | "star" | "wye" | "cross" | "plus";
}

/**
 * Values against x: per series a line through the means over its runs, one standard deviation either side, a faint dot
 * per run, and the name beside it on the right.
 */
export interface SeriesChart extends Described {
  readonly kind: "series";
  /** What the drawing shows, in bold above it, and a second line under that. */
  readonly title?: string;
  readonly subtitle?: string;
  readonly points: readonly SeriesPoint[];
  /** By the name of the series, in the order in which they are drawn. */
  readonly looks: Readonly<Record<string, SeriesLook>>;
  /** "log" for values over several orders of magnitude. Default "linear". */
  readonly scale?: "linear" | "log";
  /** A value drawn as a thin line across the chart. */
  readonly reference?: number;
  /** The horizontal axis, which is logarithmic; without `ticks` it has one at each x used. */
  readonly x: {
    readonly label: string;
    readonly ticks?: readonly number[];
    readonly tickFormat?: (x: number) => string;
    /** From large to small. Default false. */
    readonly reverse?: boolean;
  };
  /** How the standard deviation is shown. Default "bar". */
  readonly spread?: "bar" | "band";
  /** In units of the drawing, in which letters are 14 high. Default 620 by 400. */
  readonly width?: number;
  readonly height?: number;
}

/** How the values of samples are distributed: the same bins for all, one above the other, each bin as a fraction of its sample. */
export interface DistributionChart extends Described {
  readonly kind: "distribution";
  readonly samples: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly color: string;
  }[];
}

/** Values as pictures side by side, on one color scale that is symmetric about zero. */
export interface HeatPicture extends Described {
  readonly kind: "heat";
  readonly rows: number;
  readonly columns: number;
  readonly panels: readonly {
    readonly title: string;
    /** Row by row; rows × columns of them. */
    readonly values: ArrayLike<number>;
  }[];
}
