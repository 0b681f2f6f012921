/** What a question costs for which all of a kind are looked at. */
export const SCAN_COST = 1_000;
