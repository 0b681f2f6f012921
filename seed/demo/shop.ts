import { BEGIN } from '../calendar.ts';
import { tellJob } from '../job.ts';
import { tableOf, tellTable, type Columns } from '../table.ts';
import type { Story } from '../story.ts';
import { person, team } from './people.ts';
import { FLINK, KAFKA, SHOP_DB } from './places.ts';

/** The coupon codes moved out of the orders, and not everybody had heard of it. */
export const COUPONS_DROPPED_AT = '2026-11-10T09:30:00Z';

const ORDERS: Columns = {
  order_id: 'uuid: Key of the order.',
  customer_id: 'uuid: Who ordered.',
  placed_at: 'timestamptz: When the customer pressed the button.',
  status: 'text: NEW, PAID, SENT, RETURNED.',
  total_cents: 'int8: What is to be paid, tax included, in cents of the currency.',
  currency: 'text: ISO 4217.',
  coupon_code: 'text: The coupon that was used, if any.',
  channel: 'text: WEB, APP, PHONE.',
};

/** The shop's own database, and the stream of its orders. */
export function tellShop(story: Story) {
  const tell = story.by('openlineage', BEGIN);
  const orders = tellTable(
    tell,
    SHOP_DB,
    'shop.orders',
    { description: 'Orders of the shop, one row each.', datasetType: 'TABLE', tags: ['gold', 'orders'] },
    ORDERS,
  );
  const orderItems = tellTable(
    tell,
    SHOP_DB,
    'shop.order_items',
    { description: 'What was ordered, one row a product of an order.', datasetType: 'TABLE', tags: ['gold'] },
    {
      order_id: 'uuid: The order.',
      product_id: 'uuid: The product.',
      quantity: 'int4: How many.',
      unit_price_cents: 'int8: Price of one, as it was when ordered.',
      returned: 'bool: Whether it came back.',
    },
  );
  const customers = tellTable(
    tell,
    SHOP_DB,
    'shop.customers',
    { description: 'Who may order, one row a customer.', datasetType: 'TABLE', tags: ['gold', 'pii'] },
    {
      customer_id: 'uuid: Key of the customer.',
      email: 'text: Where to reach them.',
      country: 'text: ISO 3166, two letters.',
      newsletter: 'bool: Whether they want mail from us.',
      signed_up_at: 'timestamptz: Since when.',
    },
  );
  const products = tellTable(
    tell,
    SHOP_DB,
    'shop.products',
    { description: 'What can be bought, one row a product.', datasetType: 'TABLE', tags: ['gold'] },
    {
      product_id: 'uuid: Key of the product.',
      title: 'text: As it is shown.',
      category: 'text: Where it stands in the catalog.',
      price_cents: 'int8: Price now, tax included.',
      cost_cents: 'int8: What it costs us.',
    },
  );
  const ordersPlaced = tellTable(
    tell,
    KAFKA,
    'shop.orders.placed',
    { description: 'Each order within a second of being placed.', datasetType: 'TOPIC', tags: ['streaming'] },
    {
      order_id: 'string: Key of the order.',
      customer_id: 'string: Who ordered.',
      total_cents: 'long: What is to be paid.',
      placed_at: 'timestamp: When.',
    },
  );
  const outbox = tellJob(story.by('openlineage', BEGIN, 'OBSERVED'), FLINK, 'orders_outbox', {
    props: {
      description: 'Copies each new order onto its topic.',
      jobType: 'JOB',
      processingType: 'STREAMING',
      integration: 'FLINK',
    },
    reads: { orders },
    writes: [ordersPlaced],
    columns: {
      order_id: 'orders.order_id',
      customer_id: 'orders.customer_id',
      total_cents: 'orders.total_cents',
      placed_at: 'orders.placed_at',
    },
  });
  const tables = { orders, orderItems, customers, products };
  const source = tell.entity('DATA_SOURCE', SHOP_DB, 'shop-db', {
    description: 'The shop’s own database.',
    technology: 'postgres',
    uri: `${SHOP_DB}/shop`,
  });
  for (const { id } of Object.values(tables)) tell.relation('FEEDS', source, id);
  const owners = story.by('api', BEGIN);
  owners.owns(team('data-platform'), [source, ordersPlaced.id, outbox.id, orders.id, orderItems.id, customers.id]);
  owners.owns(team('search'), [products.id]);
  owners.owns(person('sofia.rossi'), [orders.id], 'MAINTAINER');
  dropCoupons(story);
  return { ...tables, ordersPlaced, outbox };
}

function dropCoupons(story: Story): void {
  const tell = story.by('openlineage', COUPONS_DROPPED_AT);
  const { coupon_code: _, ...kept } = ORDERS;
  const discount = tell.entity('FIELD', SHOP_DB, 'shop.orders#discount_cents', {
    dataType: 'int8',
    ordinal: 7,
    description: 'What was taken off, by coupons or otherwise.',
  });
  const orders = tableOf(SHOP_DB, 'shop.orders', Object.keys(kept));
  tell.set(orders.id, 'CONTAINS', [...orders.columns.map((column) => orders.field(column)), discount]);
  story.by('api', '2026-11-12T14:20:00Z').entity('DATASET', SHOP_DB, 'shop.orders', {
    description: 'Orders of the shop. Coupons of orders are discounts now.',
  });
}
