import { contentHash } from '../../src/kernel/json.ts';
import type { Urn } from '../../src/kernel/urn.ts';
import { BEGIN } from '../calendar.ts';
import { tellJob, type Job, type JobPlan } from '../job.ts';
import { tellTable, type Table } from '../table.ts';
import type { Story } from '../story.ts';
import { person, team } from './people.ts';
import { DBT, WAREHOUSE } from './places.ts';

/** When the staging model learned to live without coupons. */
export const COUPONS_MENDED_AT = '2026-11-11T08:10:00Z';

type ModelPlan = Omit<JobPlan, 'props'>;

/** A dbt model: its job, as dbt's own OpenLineage events tell of it. */
export function tellModel(story: Story, name: string, description: string, plan: ModelPlan, at = BEGIN): Job {
  return tellJob(story.by('openlineage', at, 'OBSERVED'), DBT, `analytics.${name}`, {
    ...plan,
    props: {
      description,
      jobType: 'MODEL',
      processingType: 'BATCH',
      integration: 'DBT',
      expectedIntervalSeconds: 86_400,
      sourceCodeUrl: `https://git.meridian.example/analytics/models/${name}.sql`,
      sourceCodeVersion: contentHash([name, at]).slice(0, 10),
    },
  });
}

type Raw = 'orders' | 'orderItems' | 'customers' | 'transactions' | 'chargebacks' | 'tickets';

/** Raw tables, cleaned and nothing more. */
export function tellStaging(story: Story, raw: Readonly<Record<Raw, Table>>) {
  const { orders, orderItems, customers, transactions, chargebacks, tickets } = raw;
  const dbt = story.by('dbt', BEGIN);
  const silver = (description: string) => ({ description, datasetType: 'TABLE', tags: ['silver'] });
  const stgOrders = tellTable(
    dbt,
    WAREHOUSE,
    'analytics.stg_orders',
    silver('Orders in EUR, without those of our own testers.'),
    {
      order_id: 'varchar: Key of the order.',
      customer_id: 'varchar: Who ordered.',
      placed_at: 'timestamp: When.',
      total_eur: 'number(12,2): What is to be paid, in EUR of that day.',
      coupon_code: 'varchar: The coupon, if any.',
      is_returned: 'boolean: Whether any of it came back.',
    },
  );
  const stgCustomers = tellTable(dbt, WAREHOUSE, 'analytics.stg_customers', silver('Customers, one row each.'), {
    customer_id: 'varchar: Key of the customer.',
    email: 'varchar: Hashed.',
    country: 'varchar: ISO 3166.',
    newsletter: 'boolean: Whether they want mail.',
    signed_up_at: 'timestamp: Since when.',
  });
  const stgPayments = tellTable(dbt, WAREHOUSE, 'analytics.stg_payments', silver('Payments and what came of them.'), {
    transaction_id: 'varchar: Key of the payment.',
    order_id: 'varchar: The order.',
    card_id: 'varchar: The card.',
    amount_eur: 'number(12,2): How much, in EUR.',
    authorized_at: 'timestamp: When.',
    is_chargeback: 'boolean: Whether the bank took it back because of fraud.',
  });
  const stgTickets = tellTable(dbt, WAREHOUSE, 'analytics.stg_tickets', silver('Tickets, joined to customers.'), {
    ticket_id: 'number: Key of the ticket.',
    customer_id: 'varchar: Whose it is.',
    topic: 'varchar: What about.',
    opened_at: 'timestamp: When.',
  });
  const jobs = {
    ordersModel: tellOrdersModel(story, { orders, orderItems, stgOrders }),
    customersModel: tellModel(story, 'stg_customers', 'Cleans customers.', {
      reads: { customers },
      writes: [stgCustomers],
      columns: {
        customer_id: 'customers.customer_id',
        email: 'customers.email',
        country: 'customers.country',
        newsletter: 'customers.newsletter',
        signed_up_at: 'customers.signed_up_at',
      },
    }),
    paymentsModel: tellModel(story, 'stg_payments', 'Joins payments with what the bank took back.', {
      reads: { transactions, chargebacks },
      writes: [stgPayments],
      columns: {
        transaction_id: 'transactions.transaction_id',
        order_id: 'transactions.order_id',
        card_id: 'transactions.card_id',
        amount_eur: 'transactions.amount_cents',
        authorized_at: 'transactions.authorized_at',
        is_chargeback: 'chargebacks.reason',
      },
      filters: 'chargebacks.transaction_id',
    }),
    ticketsModel: tellModel(story, 'stg_tickets', 'Finds out whose tickets they are.', {
      reads: { tickets, customers },
      writes: [stgTickets],
      columns: {
        ticket_id: 'tickets.ticket_id',
        customer_id: 'customers.customer_id',
        topic: 'tickets.topic',
        opened_at: 'tickets.opened_at',
      },
      filters: 'tickets.customer_email customers.email',
    }),
  };
  const tables = { stgOrders, stgCustomers, stgPayments, stgTickets };
  const owned: Urn[] = [...Object.values(tables), ...Object.values(jobs)].map(({ id }) => id);
  story.by('api', BEGIN).owns(team('data-platform'), owned);
  story.by('dbt', BEGIN).owns(person('david.okoye'), [stgOrders.id, stgPayments.id], 'MAINTAINER');
  return { ...tables, ...jobs };
}

/** With the coupons, and without them from when it was mended: the column is null since, and comes from nowhere. */
function tellOrdersModel(
  story: Story,
  { orders, orderItems, stgOrders }: Readonly<Record<'orders' | 'orderItems' | 'stgOrders', Table>>,
): Job {
  const mended = {
    order_id: 'orders.order_id',
    customer_id: 'orders.customer_id',
    placed_at: 'orders.placed_at',
    total_eur: 'orders.total_cents orders.currency',
    is_returned: 'items.returned',
  };
  const plan = (columns: Readonly<Record<string, string>>): ModelPlan => ({
    reads: { orders, items: orderItems },
    writes: [stgOrders],
    columns,
    filters: 'orders.channel orders.status',
  });
  tellModel(story, 'stg_orders', 'Cleans orders.', plan({ ...mended, coupon_code: 'orders.coupon_code' }));
  const [from, to] = [orders.field('coupon_code'), stgOrders.field('coupon_code')];
  story.by('openlineage', COUPONS_MENDED_AT).retire({ type: 'DERIVES', from, to });
  return tellModel(story, 'stg_orders', 'Cleans orders.', plan(mended), COUPONS_MENDED_AT);
}
