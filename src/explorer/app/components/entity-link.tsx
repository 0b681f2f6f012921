import { Link } from 'react-aria-components';
import type { EntityNameFragment } from '../generated/operations.ts';
import { entityHref } from '../links.ts';
import { shownName } from '../shown-name.ts';
import { TEXTS } from '../texts.ts';
import { KindMark } from './kind-mark.tsx';

export function EntityLink({ entity }: { entity: EntityNameFragment }) {
  return (
    <Link href={entityHref(entity.id)} className="entity-link">
      <KindMark kind={entity.kind} />
      <span className="visually-hidden">{TEXTS.kind[entity.kind]}: </span>
      <span className="entity-link-name">{shownName(entity)}</span>
    </Link>
  );
}
