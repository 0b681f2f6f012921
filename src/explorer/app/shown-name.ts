import type { EntityNameFragment } from './generated/operations.ts';

/** What a person, a team or a run goes by, where it has such a name. */
export function shownName(entity: EntityNameFragment): string {
  const own = 'displayName' in entity ? entity.displayName : 'runName' in entity ? entity.runName : null;
  return own ?? entity.name;
}
