/** Which neighbours join pixels: the 4 that share a side, or also the 4 that share a corner. */
export type Connectivity = 4 | 8;

/** Options of operators that follow connected pixels. */
export interface ConnectivityOptions {
  /** Which neighbours join pixels. */
  readonly connectivity?: Connectivity;
}

/** One connected component of foreground, measured. */
export interface Component {
  /** 1, 2, ... in the order of the first pixel met row by row. */
  readonly label: number;
  /** Number of pixels. */
  readonly area: number;
  /** The smallest box around it: left and top inclusive, width and height in pixels. */
  readonly box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  /** Mean column and mean row of its pixels. */
  readonly centroid: { readonly x: number; readonly y: number };
  /** Euler number: 1 - holes. */
  readonly eulerNumber: number;
  /** Background regions (of the other connectivity) that it encloses. */
  readonly holes: number;
}

/** Connected components as one label a pixel, and what each measures. */
export interface LabelMap {
  readonly width: number;
  readonly height: number;
  readonly connectivity: Connectivity;
  /** `width * height` labels, row by row; 0 is background. */
  readonly values: Uint32Array;
  /** How many components there are: the largest label. */
  readonly count: number;
  /** The components measured; index = label - 1. */
  readonly components: readonly Component[];
}
