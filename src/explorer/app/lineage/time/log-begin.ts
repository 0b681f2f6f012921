import { useEffect, useState } from 'react';

let begin: Promise<number | null> | undefined;

/** When the log recorded its first entry; null until that is known, and where its first entry is hidden. */
export function useLogBegin(): number | null {
  const [known, setKnown] = useState<number | null>(null);
  useEffect(() => {
    begin ??= askBegin();
    void begin.then(setKnown);
  }, []);
  return known;
}

async function askBegin(): Promise<number | null> {
  try {
    const response = await fetch('/api/v1/export/log?upTo=1');
    const [first = ''] = (await response.text()).split('\n');
    const { recordedAt } = JSON.parse(first) as { readonly recordedAt?: string };
    return recordedAt === undefined ? null : Date.parse(recordedAt);
  } catch {
    return null;
  }
}
