import { Button } from 'react-aria-components';
import type { Pages } from '../pages.ts';
import { tellCount } from '../amount.ts';
import { TEXTS } from '../texts.ts';
import { Failed, Notice } from './states.tsx';

/** How much of a list is shown, and the way to the rest. */
export function More({ pages }: { pages: Pages<unknown> }) {
  if (pages.trouble !== null) return <Failed trouble={pages.trouble} retry={pages.more} />;
  if (pages.isCut)
    return <Notice tone="info">{TEXTS.entity.mostShown(pages.nodes.length, tellCount(pages.total))}</Notice>;
  if (!pages.hasMore) return null;
  return (
    <div className="more">
      <span>{TEXTS.entity.shown(pages.nodes.length, tellCount(pages.total))}</span>
      <Button className="button" onPress={pages.more} isDisabled={pages.isLoadingMore}>
        {pages.isLoadingMore ? TEXTS.entity.loadingMore : TEXTS.entity.more}
      </Button>
    </div>
  );
}
