import { blocksOf } from '../../docs/blocks.ts';

const PAGE = 'docs/connectors/alertmanager.md';
const SHOWN = 'http://127.0.0.1:4000/api/v1/alerts/alertmanager';

/** The configuration that the page shows. @throws Error where it shows none, or several */
export function receiverShown(): string {
  const [shown, ...others] = blocksOf(PAGE).filter(({ language }) => language === 'yaml');
  if (shown === undefined || others.length > 0) throw new Error(`${PAGE}: expected one configuration.`);
  return shown.text;
}

/** The same, but posting to another place. */
export function receiverAt(url: string): string {
  const text = receiverShown();
  if (!text.includes(SHOWN)) throw new Error(`${PAGE}: expected a receiver at ${SHOWN}.`);
  return text.replace(SHOWN, url);
}
