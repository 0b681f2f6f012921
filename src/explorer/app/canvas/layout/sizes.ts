/** The size of what stands for a node, in pixels at a zoom of 1. */
export const CARD = { width: 208, height: 48 } as const;

/** From the middle of one to the middle of the one below it. */
export const ROW = CARD.height + 18;

/** Above so many nodes each is a plain block in the colour of its kind, and links are straight: what is many must be cheap. */
export const MOST_CARDS = 400;
