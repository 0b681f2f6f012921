import { BEGIN } from '../calendar.ts';
import { tellTable, type Table } from '../table.ts';
import type { Story, Teller } from '../story.ts';
import { team } from './people.ts';
import { WAREHOUSE } from './places.ts';
import { tellModel } from './staging.ts';

type Sources = 'stgOrders' | 'stgCustomers' | 'stgPayments' | 'stgTickets' | 'orderItems' | 'products' | 'clicks';

/** What is read by people and by feature views. */
export function tellMarts(story: Story, sources: Readonly<Record<Sources, Table>>) {
  const dbt = story.by('dbt', BEGIN);
  const marts = { ...tellCustomerMarts(story, dbt, sources), ...tellShopMarts(story, dbt, sources) };
  const owned = Object.values(marts).map(({ id }) => id);
  story.by('api', BEGIN).owns(team('analytics'), owned);
  story.by('api', BEGIN).owns(team('growth'), [marts.customerActivity.id, marts.churnLabels.id], 'STEWARD');
  return marts;
}

function gold(description: string, ...tags: string[]) {
  return { description, datasetType: 'TABLE', tags: ['gold', ...tags] };
}

function tellCustomerMarts(story: Story, dbt: Teller, sources: Readonly<Record<Sources, Table>>) {
  const { stgOrders: orders, stgCustomers: customers, stgTickets: tickets } = sources;
  const customerActivity = tellTable(
    dbt,
    WAREHOUSE,
    'analytics.customer_activity',
    gold('What each customer did lately, one row a customer.', 'tier-1'),
    {
      customer_id: 'varchar: Key of the customer.',
      orders_90d: 'number: Orders in 90 days.',
      spend_90d: 'number(12,2): Spent in 90 days, in EUR.',
      days_since_order: 'number: Days since the last order.',
      coupon_share_90d: 'float: Share of the orders of 90 days with a coupon, 0 to 1.',
      tickets_90d: 'number: Tickets in 90 days.',
    },
  );
  const churnLabels = tellTable(
    dbt,
    WAREHOUSE,
    'analytics.churn_labels',
    gold('Who came back and who did not, one row a customer and month.'),
    {
      customer_id: 'varchar: The customer.',
      month: 'date: First day of the month.',
      churned: 'boolean: No order in the 60 days behind it.',
    },
  );
  const retentionMonthly = tellTable(
    dbt,
    WAREHOUSE,
    'analytics.retention_monthly',
    gold('How many stay, one row a month.', 'kpi'),
    {
      month: 'date: First day of the month.',
      retention_rate: 'float: Share of active customers who ordered again.',
      churned: 'number: Active customers who did not.',
    },
  );
  return {
    customerActivity,
    churnLabels,
    retentionMonthly,
    activityModel: tellModel(story, 'customer_activity', 'Sums up what each customer did.', {
      reads: { orders, customers, tickets },
      writes: [customerActivity],
      columns: {
        customer_id: 'customers.customer_id',
        orders_90d: 'orders.order_id',
        spend_90d: 'orders.total_eur',
        days_since_order: 'orders.placed_at',
        coupon_share_90d: 'orders.coupon_code',
        tickets_90d: 'tickets.ticket_id',
      },
      filters: 'orders.is_returned tickets.opened_at',
    }),
    labelsModel: tellModel(story, 'churn_labels', 'Labels who came back.', {
      reads: { orders },
      writes: [churnLabels],
      columns: { customer_id: 'orders.customer_id', month: 'orders.placed_at', churned: 'orders.placed_at' },
    }),
    retentionModel: tellModel(story, 'retention_monthly', 'Counts who stays.', {
      reads: { labels: churnLabels },
      writes: [retentionMonthly],
      columns: { month: 'labels.month', retention_rate: 'labels.churned', churned: 'labels.churned' },
    }),
  };
}

function tellShopMarts(story: Story, dbt: Teller, sources: Readonly<Record<Sources, Table>>) {
  const { stgOrders: orders, stgPayments: payments, orderItems: items, products, clicks } = sources;
  const productPerformance = tellTable(
    dbt,
    WAREHOUSE,
    'analytics.product_performance',
    gold('How each product sells, one row a product.'),
    {
      product_id: 'varchar: Key of the product.',
      views_30d: 'number: Clicks in 30 days.',
      conversion_30d: 'float: Share of its clicks that ended in an order.',
      return_rate_90d: 'float: Share of what was sold that came back.',
      margin_eur: 'number(12,2): What is left of the price, in EUR.',
    },
  );
  const revenueDaily = tellTable(
    dbt,
    WAREHOUSE,
    'analytics.revenue_daily',
    gold('What was earned, one row a day.', 'kpi', 'tier-1'),
    {
      day: 'date: The day.',
      revenue_eur: 'number(14,2): Paid and not taken back, in EUR.',
      average_basket_eur: 'number(12,2): Of one order, in EUR.',
      margin_eur: 'number(14,2): Revenue less what it cost, in EUR.',
    },
  );
  return {
    productPerformance,
    revenueDaily,
    performanceModel: tellModel(story, 'product_performance', 'Sums up how products sell.', {
      reads: { items, products, clicks },
      writes: [productPerformance],
      columns: {
        product_id: 'products.product_id',
        views_30d: 'clicks.event_id',
        conversion_30d: 'clicks.event_id items.order_id',
        return_rate_90d: 'items.returned items.quantity',
        margin_eur: 'products.price_cents products.cost_cents',
      },
      filters: 'clicks.at',
    }),
    revenueModel: tellModel(story, 'revenue_daily', 'Adds up the day.', {
      reads: { orders, payments, items, products },
      writes: [revenueDaily],
      columns: {
        day: 'orders.placed_at',
        revenue_eur: 'orders.total_eur payments.is_chargeback',
        average_basket_eur: 'orders.total_eur',
        margin_eur: 'orders.total_eur items.quantity products.cost_cents',
      },
    }),
  };
}
