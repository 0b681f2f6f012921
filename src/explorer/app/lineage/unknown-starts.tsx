import { Button } from 'react-aria-components';
import { refine } from '../address.ts';
import { Unknown } from '../components/unknown.tsx';
import { TEXTS } from '../texts.ts';

interface UnknownStartsProps {
  readonly of: readonly string[];
  /** Those of them that nothing can begin at. */
  readonly unknown: readonly string[];
  readonly text: string;
}

export function UnknownStarts({ of, unknown, text }: UnknownStartsProps) {
  const others = of.filter((urn) => !unknown.includes(urn));
  return (
    <Unknown title={TEXTS.lineage.notInTheGraph} text={text} urns={unknown}>
      {others.length > 0 && (
        <Button className="button" onPress={() => refine({ of: others })}>
          {TEXTS.lineage.withoutThem(others.length)}
        </Button>
      )}
    </Unknown>
  );
}
