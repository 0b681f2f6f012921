import { Link } from 'react-aria-components';
import type { EntityNameFragment } from '../generated/operations.ts';
import { entityHref } from '../links.ts';
import { TEXTS } from '../texts.ts';
import { KindMark } from './kind-mark.tsx';

/** What a person or a team goes by, where it has such a name. */
export function shownName(entity: EntityNameFragment): string {
  return ('displayName' in entity ? entity.displayName : null) ?? entity.name;
}

export function EntityLink({ entity }: { entity: EntityNameFragment }) {
  return (
    <Link href={entityHref(entity.id)} className="entity-link">
      <KindMark kind={entity.kind} />
      <span className="visually-hidden">{TEXTS.kind[entity.kind]}: </span>
      <span className="entity-link-name">{shownName(entity)}</span>
    </Link>
  );
}
