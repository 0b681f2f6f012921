/** How much of its kind a change is, 0 to 1: the extents in docs/root-causes.md. */
export const EXTENTS = {
  /** A dataset, column or job that nobody describes any longer. */
  gone: 1,
  /** A column that is gone and of which a use is known; one of which none is; and one that came. */
  usedColumnGone: 1,
  columnGone: 0.8,
  columnCame: 0.1,
  /** A column whose type is another. */
  columnRetyped: 1,
  /** A job with another query, with another revision of its code alone, and one that reads or writes other datasets. */
  otherQuery: 1,
  otherRevision: 0.5,
  otherData: 1,
  /** A release that serves so much more of the traffic, by stage and share, counts fully. */
  fullShare: 0.5,
  /** An alert that nobody has to act on at once. */
  informational: 0.5,
  /** What was over again before the window was: a failure behind which a run completed, a measurement within its range. */
  over: 0.1,
  /** At so many deviations a measurement counts half. */
  halfOfDeviations: 8,
} as const;
