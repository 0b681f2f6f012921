/** A dataset of the demo company, upstream of much of it. */
export const SEGMENTS = 'urn:throughline:dataset:snowflake%3A%2F%2Fmeridian-eu:analytics.customer_segments';
