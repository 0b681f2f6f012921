import type { JsonObject } from '../src/kernel/json.ts';
import { formatUrn, type Urn } from '../src/kernel/urn.ts';
import { fieldsNamed, type Tables } from './table.ts';
import type { Teller } from './story.ts';

export interface View {
  readonly id: Urn;
  readonly features: readonly Urn[];
  /** The features that a text names, all where it names none. @throws Error for one that it does not have */
  named(text: string): readonly Urn[];
}

export interface ViewPlan {
  readonly props: JsonObject & { readonly description: string; readonly mode: string };
  readonly from: Tables;
  /** The columns that its rows are looked up by, where columns are known. */
  readonly keys?: string;
  /** Each as data type, meaning, and the columns it comes from; without columns the whole table stands behind it. */
  readonly features: Readonly<Record<string, readonly [dataType: string, description: string, columns?: string]>>;
}

/** Describes a feature view with its features, and what they are computed from. */
export function tellView(tell: Teller, project: string, name: string, plan: ViewPlan): View {
  const id = tell.entity('FEATURE_VIEW', project, name, plan.props);
  const used = new Set(fieldsNamed(plan.keys ?? '', plan.from));
  const features = Object.entries(plan.features).map(([feature, [dataType, description, columns = '']]) => {
    const member = tell.entity('FEATURE', project, `${name}#${feature}`, { dataType, description });
    for (const field of fieldsNamed(columns, plan.from)) {
      tell.relation('SUPPLIES', field, member);
      used.add(field);
    }
    return member;
  });
  tell.set(id, 'CONTAINS', features);
  for (const table of Object.values(plan.from)) tell.relation('SUPPLIES', table.id, id);
  // Who names the columns that it uses says that the others do not matter to it.
  for (const field of used) tell.relation('SUPPLIES', field, id);
  return {
    id,
    features,
    named(text) {
      const names = text.split(' ').filter(Boolean);
      const stranger = names.find((each) => !(each in plan.features));
      if (stranger !== undefined) throw new Error(`${name} has no feature ${stranger}.`);
      return names.length === 0 ? features : names.map((each) => formatUrn('FEATURE', project, `${name}#${each}`));
    },
  };
}

/** The view and the features of it that are used: by a run, a job, or a deployment that looks them up. */
export function tellUse(tell: Teller, type: 'USED_BY' | 'SERVES', to: Urn, view: View, features = ''): void {
  for (const from of [view.id, ...view.named(features)]) tell.relation(type, from, to);
}
