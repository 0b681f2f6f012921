import type { JsonObject } from '../src/kernel/json.ts';
import type { Urn } from '../src/kernel/urn.ts';
import { fieldsNamed, type Table, type Tables } from './table.ts';
import type { Teller } from './story.ts';

export interface Job {
  readonly id: Urn;
  readonly inputs: readonly Urn[];
  readonly outputs: readonly Urn[];
  /** Says once more what it reads and writes, as each of its runs does. */
  show(tell: Teller): void;
}

export interface JobPlan {
  readonly props: JsonObject & { readonly description: string };
  /** By the names that `columns` and `filters` use. */
  readonly reads: Tables;
  readonly writes: readonly Table[];
  /** Which fields each column of the first table comes from. Left out: nobody knows, so that any may matter. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Fields that decide over rows, without entering one. */
  readonly filters?: string;
}

/** Describes a job, and what flows through it. */
export function tellJob(tell: Teller, namespace: string, name: string, plan: JobPlan): Job {
  const id = tell.entity('JOB', namespace, name, plan.props);
  const [inputs, outputs] = [Object.values(plan.reads), plan.writes].map((tables) => tables.map((table) => table.id));
  const job: Job = {
    id,
    inputs: (inputs ?? []).sort(),
    outputs: (outputs ?? []).sort(),
    show: (teller) => tellFlow(teller, id, plan),
  };
  job.show(tell);
  return job;
}

function tellFlow(tell: Teller, id: Urn, { reads, writes, columns, filters }: JobPlan): void {
  for (const table of Object.values(reads)) {
    tell.relation('READ_BY', table.id, id, { columns: columns === undefined ? 'OPAQUE' : 'KNOWN' });
  }
  for (const field of fieldsNamed(filters ?? '', reads)) tell.relation('READ_BY', field, id);
  for (const table of writes) tell.relation('WRITES', id, table.id);
  for (const [column, sources] of Object.entries(columns ?? {})) {
    const to = writes[0]?.field(column);
    for (const from of fieldsNamed(sources, reads)) {
      if (to !== undefined) tell.relation('DERIVES', from, to, { job: id, transformation: 'DIRECT' });
    }
  }
}
