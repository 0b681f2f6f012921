import { TEXTS } from './texts.ts';

/** What the editor shows to whoever comes for the first time. */
export const WELCOME = `${TEXTS.welcome}
query Welcome {
  search(text: "orders", filter: { kinds: [DATASET] }, first: 5) {
    nodes { id kind name description }
  }
}
`;
