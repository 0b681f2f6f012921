/** By this id: where who comes from another page begins to read, if not at the head of the content. */
export const BEGIN = 'begin';
