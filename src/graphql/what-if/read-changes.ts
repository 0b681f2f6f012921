import { checkValues } from '../../domains/kind/arguments.ts';
import type { RequestContext } from '../../domains/kind/context.ts';
import { badInput, shown } from '../../kernel/errors.ts';
import { formatUrn, nameProblem, urnParts, urnProblem, type Urn } from '../../kernel/urn.ts';
import type { PlannedChange } from '../../lineage/what-if/change.ts';
import { urnArgument } from '../lookup.ts';
import type { WhatIfChange } from './input.ts';

/** How many changes one question may have. */
export const MOST_CHANGES = 20;

/** A change, and where the caller wrote it: `changes[0].dropField`. */
export interface Placed {
  readonly change: PlannedChange;
  readonly place: string;
  /** The argument that names what it is about: `field`. */
  readonly subject: string;
}

type Read = (value: never, place: string, context: RequestContext) => PlannedChange;

const READERS = {
  dropField: [
    'field',
    ({ field }, place, context) => ({ type: 'DROP_FIELD', of: ofKind(field, place, 'field', ['FIELD'], context) }),
  ],
  renameField: ['field', renaming],
  retypeField: ['field', retyping],
  retireDataset: [
    'dataset',
    ({ dataset }, place, context) => ({
      type: 'RETIRE_DATASET',
      of: ofKind(dataset, place, 'dataset', ['DATASET'], context),
    }),
  ],
  retireFeature: [
    'feature',
    ({ feature }, place, context) => ({
      type: 'RETIRE_FEATURE',
      of: ofKind(feature, place, 'feature', ['FEATURE', 'FEATURE_VIEW'], context),
    }),
  ],
  changeKpiDefinition: ['kpi', redefinition],
  moveDeployment: ['deployment', move],
} satisfies {
  readonly [Name in keyof WhatIfChange]: readonly [
    subject: string,
    read: (value: NonNullable<WhatIfChange[Name]>, place: string, context: RequestContext) => PlannedChange,
  ];
};

/** @throws BAD_USER_INPUT naming the place */
export function readChanges(changes: readonly WhatIfChange[], context: RequestContext): Placed[] {
  if (changes.length === 0 || changes.length > MOST_CHANGES) {
    throw badInput('changes', `changes: expected 1 to ${MOST_CHANGES}; came ${changes.length}`);
  }
  return changes.map((change, index) => {
    const all = Object.entries(change) as [keyof WhatIfChange, unknown][];
    const given = all.filter(([, value]) => value !== null && value !== undefined);
    const [only] = given;
    if (only === undefined || given.length > 1) {
      const came = given.length === 0 ? 'none' : given.map(([name]) => name).join(', ');
      const argument = `changes[${index}]`;
      throw badInput(argument, `${argument}: expected exactly one of ${Object.keys(READERS).join(', ')}; came ${came}`);
    }
    const [name, value] = only;
    const place = `changes[${index}].${name}`;
    const [subject, read] = READERS[name] as readonly [string, Read];
    return { change: read(value as never, place, context), place, subject };
  });
}

function renaming(
  { field, to }: NonNullable<WhatIfChange['renameField']>,
  place: string,
  context: RequestContext,
): PlannedChange {
  const of = ofKind(field, place, 'field', ['FIELD'], context);
  const argument = `${place}.to`;
  const { namespace, name } = urnParts(of);
  const renamed = `${name.slice(0, name.indexOf('#') + 1)}${to}`;
  const problem = nameProblem(to) ?? urnProblem(formatUrn('FIELD', namespace, renamed));
  if (problem !== null)
    throw badInput(argument, `${argument}: expected the name of a column; it ${problem}: ${shown(to)}`);
  if (renamed === name)
    throw badInput(argument, `${argument}: expected another name; came the one that it has, ${shown(to)}`);
  return { type: 'RENAME_FIELD', of, to: formatUrn('FIELD', namespace, renamed) };
}

function retyping(
  { field, type }: NonNullable<WhatIfChange['retypeField']>,
  place: string,
  context: RequestContext,
): PlannedChange {
  const of = ofKind(field, place, 'field', ['FIELD'], context);
  const problem = nameProblem(type.trim());
  const argument = `${place}.type`;
  if (problem !== null) throw badInput(argument, `${argument}: expected a type; it ${problem}: ${shown(type)}`);
  return { type: 'RETYPE_FIELD', of, dataType: type };
}

function redefinition(
  { kpi, formula, unit, direction, weight }: NonNullable<WhatIfChange['changeKpiDefinition']>,
  place: string,
  context: RequestContext,
): PlannedChange {
  const of = ofKind(kpi, place, 'kpi', ['BUSINESS_KPI'], context);
  // What a caller leaves out comes as undefined.
  const definition = {
    ...{ formula: formula ?? null, unit: unit ?? null },
    ...{ direction: direction ?? null, weight: weight ?? null },
  };
  somethingIn(definition, place);
  checkValues(definition.formula, `${place}.formula`);
  checkValues(definition.unit, `${place}.unit`);
  if (definition.weight !== null && definition.weight < 0)
    throw badInput(`${place}.weight`, `${place}.weight: expected 0 or more; came ${definition.weight}`);
  return { type: 'CHANGE_KPI_DEFINITION', of, definition };
}

function move(
  { deployment, ...to }: NonNullable<WhatIfChange['moveDeployment']>,
  place: string,
  context: RequestContext,
): PlannedChange {
  const of = ofKind(deployment, place, 'deployment', ['DEPLOYMENT'], context);
  const { stage, trafficShare } = { stage: to.stage ?? null, trafficShare: to.trafficShare ?? null };
  somethingIn({ stage, trafficShare }, place);
  const argument = `${place}.trafficShare`;
  if (trafficShare !== null && (trafficShare < 0 || trafficShare > 1)) {
    throw badInput(argument, `${argument}: expected 0 to 1; came ${trafficShare}`);
  }
  return { type: 'MOVE_DEPLOYMENT', of, stage, trafficShare };
}

function somethingIn(values: Readonly<Record<string, unknown>>, place: string): void {
  if (Object.values(values).some((value) => value !== null)) return;
  throw badInput(place, `${place}: expected one of ${Object.keys(values).join(', ')} at least; came none`);
}

function ofKind(text: string, place: string, name: string, kinds: readonly string[], context: RequestContext): Urn {
  const argument = `${place}.${name}`;
  const urn = urnArgument(text, argument, context);
  const { kind } = urnParts(urn);
  if (!kinds.includes(kind))
    throw badInput(argument, `${argument}: expected a ${kinds.join(' or ')}; came a ${kind}, ${shown(text)}`);
  return urn;
}
