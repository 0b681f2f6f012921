import { Download } from 'lucide-react';
import { Link } from 'react-aria-components';
import { TEXTS } from '../../texts.ts';

interface CsvLinkProps {
  readonly of: 'impact' | 'lineage';
  /** Which list: part of the file's name, too. */
  readonly what: keyof typeof TEXTS.modes.csv;
  /** As the HTTP export takes it: a parameter of several values is given several times. */
  readonly asked: Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;
}

/** Longer addresses are refused, headers and all. */
const LONGEST = 15_000;

/** All of a list as CSV, however long, from the export. */
export function CsvLink({ of, what, asked }: CsvLinkProps) {
  const query = new URLSearchParams({ what });
  for (const [name, value] of Object.entries(asked)) {
    for (const each of [value ?? []].flat()) query.append(name, String(each));
  }
  const href = `/api/v1/export/${of}?${query}`;
  if (href.length > LONGEST) return null;
  return (
    <Link className="button is-quiet is-small" href={href} download={`${of}-${what}.csv`}>
      <Download aria-hidden="true" />
      {TEXTS.modes.csv[what]}
    </Link>
  );
}
