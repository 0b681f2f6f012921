import { Check, Copy, Radar, Workflow } from 'lucide-react';
import { useState } from 'react';
import { Button, Link } from 'react-aria-components';
import { AlertBadge } from '../components/alert-badge.tsx';
import { BackToNow } from '../components/back-to-now.tsx';
import { KindLabel, KindMark } from '../components/kind-mark.tsx';
import { MomentPicker } from '../components/moment-picker.tsx';
import { Notice } from '../components/states.tsx';
import { copyText } from '../copy-text.ts';
import { isExplained } from '../kinds.ts';
import { lineageHref } from '../links.ts';
import { momentAsked, momentIn } from '../moment.ts';
import { shownName } from '../shown-name.ts';
import { TEXTS } from '../texts.ts';
import { tellDay, tellMoment } from '../time.ts';
import { CausesLink } from './causes-link.tsx';
import type { ShownEntity } from './entity-page.tsx';

const COPIED_MS = 2_000;

export function EntityHead({ entity, query }: { entity: ShownEntity; query: URLSearchParams }) {
  const at = momentIn(query);
  const isWalked = entity.kind !== 'PERSON' && entity.kind !== 'TEAM';
  const moment = momentAsked(at ?? {});
  return (
    <header className="entity-head">
      {at !== null && (
        <Notice tone="info">
          {tellMoment(at)}
          <BackToNow isSmall />
        </Notice>
      )}
      <div className="entity-title">
        <KindMark kind={entity.kind} size="large" />
        <div className="entity-title-text">
          <p className="meta">
            <KindLabel kind={entity.kind} />
            <span className="namespace">{entity.namespace}</span>
          </p>
          <h1>{shownName(entity)}</h1>
        </div>
        <div className="entity-actions">
          <CopyUrn urn={entity.id} />
          <MomentPicker query={query} />
          {isWalked && (
            <>
              <Link className="button" href={lineageHref(entity.id, { mode: 'impact', ...moment })}>
                <Radar aria-hidden="true" />
                {TEXTS.modes.impact}
              </Link>
              {isExplained(entity.kind) && <CausesLink id={entity.id} query={query} />}
              <Link className="button is-primary" href={lineageHref(entity.id, moment)}>
                <Workflow aria-hidden="true" />
                {TEXTS.entity.lineage}
              </Link>
            </>
          )}
        </div>
      </div>
      <div className="entity-marks">
        <AlertBadge alerts={entity.alerts} />
        {entity.retiredAt !== null && <span className="badge">{TEXTS.entity.retired(tellDay(entity.retiredAt))}</span>}
        {entity.described === false && (
          <span className="badge" title={TEXTS.entity.undescribedHelp}>
            {TEXTS.entity.undescribed}
          </span>
        )}
      </div>
    </header>
  );
}

function CopyUrn({ urn }: { urn: string }) {
  const [told, setTold] = useState<'copy' | 'copied' | 'notCopied'>('copy');
  async function copy(): Promise<void> {
    setTold((await copyText(urn)) ? 'copied' : 'notCopied');
    setTimeout(() => setTold('copy'), COPIED_MS);
  }
  return (
    <Button className="button" onPress={() => void copy()}>
      {told === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      <span aria-live="polite">{TEXTS.entity[told]}</span>
    </Button>
  );
}
