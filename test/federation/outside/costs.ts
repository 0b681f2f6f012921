import SchemaBuilder from '@pothos/core';
import DirectivePlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import { BILLS, COSTS, type Bill, type Money } from './books.ts';

const builder = new SchemaBuilder<{ DefaultFieldNullability: false }>({
  plugins: [DirectivePlugin, FederationPlugin],
  defaultFieldNullability: false,
});
const byId = builder.selection<{ id: string }>('id');

const money = builder.objectRef<Money>('Money').implement({
  fields: (t) => ({ amount: t.exposeFloat('amount'), currency: t.exposeString('currency') }),
});

for (const kind of ['Deployment', 'BusinessKpi']) {
  const theirs = builder.externalRef(kind, byId, (representation) => representation);
  theirs.implement({
    fields: (t) => ({
      id: t.exposeID('id'),
      monthlyCost: t.field({ type: money, nullable: true, resolve: ({ id }) => COSTS.get(id) }),
    }),
  });
}

const modelVersion = builder.externalRef('ModelVersion', builder.keyDirective(byId, false)).implement({
  fields: (t) => ({ id: t.exposeID('id') }),
});

const trainingBill = builder.objectRef<Bill>('TrainingBill').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    cost: t.field({ type: money, resolve: ({ cost }) => cost }),
    modelVersion: t.field({ type: modelVersion, nullable: true, resolve: ({ trained }) => ({ id: trained }) }),
  }),
});
builder.asEntity(trainingBill, { key: byId, resolveReference: ({ id }) => BILLS.find((bill) => bill.id === id) });

builder.queryType({
  fields: (t) => ({ trainingBills: t.field({ type: [trainingBill], nullable: true, resolve: () => BILLS }) }),
});

export const schema = builder.toSubGraphSchema({});
