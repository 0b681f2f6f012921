import type { EntityNameFragment } from './generated/operations.ts';

/** What a person or a team goes by, where it has such a name. */
export function shownName(entity: EntityNameFragment): string {
  return ('displayName' in entity ? entity.displayName : null) ?? entity.name;
}
