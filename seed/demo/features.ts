import { BEGIN } from '../calendar.ts';
import type { Table } from '../table.ts';
import type { Story } from '../story.ts';
import { tellView } from '../view.ts';
import { person, team } from './people.ts';
import { MERIDIAN } from './places.ts';

type Tables =
  | 'customerActivity'
  | 'stgCustomers'
  | 'segments'
  | 'contacts'
  | 'productPerformance'
  | 'products'
  | 'popularity'
  | 'sessions'
  | 'stgPayments'
  | 'cards'
  | 'cardVelocity';

/** Its feature views by name. */
export type Views = ReturnType<typeof tellFeatures>;

const DAY = 86_400;

/** The feature store's project: batch, streaming and on demand. */
export function tellFeatures(story: Story, tables: Readonly<Record<Tables, Table>>) {
  const customers = tellCustomerViews(story, tables);
  const products = tellProductViews(story, tables);
  const payments = tellPaymentViews(story, tables);
  const owners = story.by('feast', BEGIN);
  const { customerSegments, ...others } = customers;
  owners.owns(
    team('growth'),
    Object.values(others).map(({ id }) => id),
  );
  owners.owns(person('jonas.weber'), [customerSegments.id]);
  owners.owns(
    team('search'),
    Object.values(products).map(({ id }) => id),
  );
  owners.owns(
    team('risk'),
    Object.values(payments).map(({ id }) => id),
  );
  return { ...customers, ...products, ...payments };
}

function tellCustomerViews(story: Story, tables: Readonly<Record<Tables, Table>>) {
  const { customerActivity: activity, stgCustomers: customers, segments, contacts } = tables;
  const feast = story.by('feast', BEGIN);
  const batch = { mode: 'BATCH', online: true, ttlSeconds: 2 * DAY, joinKeys: ['customer_id'] };
  return {
    activityView: tellView(feast, MERIDIAN, 'customer_activity', {
      props: { description: 'What a customer did lately.', ...batch, tags: ['tier-1'] },
      from: { activity },
      keys: 'activity.customer_id',
      features: {
        orders_90d: ['Int64', 'Orders in 90 days.', 'activity.orders_90d'],
        spend_90d: ['Float64', 'Spent in 90 days, in EUR.', 'activity.spend_90d'],
        days_since_order: ['Int64', 'Days since the last order.', 'activity.days_since_order'],
        coupon_share_90d: ['Float64', 'Share of orders with a coupon.', 'activity.coupon_share_90d'],
        tickets_90d: ['Int64', 'Tickets in 90 days.', 'activity.tickets_90d'],
      },
    }),
    profileView: tellView(feast, MERIDIAN, 'customer_profile', {
      props: { description: 'Who a customer is.', ...batch, ttlSeconds: 30 * DAY },
      from: { customers },
      keys: 'customers.customer_id',
      features: {
        country: ['String', 'ISO 3166.', 'customers.country'],
        newsletter: ['Bool', 'Whether they want mail.', 'customers.newsletter'],
        tenure_days: ['Int64', 'Days since they signed up.', 'customers.signed_up_at'],
      },
    }),
    customerSegments: tellView(feast, MERIDIAN, 'customer_segments', {
      props: { description: 'Which kind of customer.', ...batch, ttlSeconds: 60 * DAY, tags: ['notebook'] },
      from: { segments },
      keys: 'segments.customer_id',
      features: {
        segment: ['String', 'The segment’s name.', 'segments.segment'],
        segment_score: ['Float64', 'How clearly it is that one.', 'segments.segment_score'],
      },
    }),
    responseView: tellView(feast, MERIDIAN, 'campaign_response', {
      props: { description: 'What we wrote to a customer, because of earlier predictions.', ...batch },
      from: { contacts },
      keys: 'contacts.customer_id',
      features: {
        contacts_30d: ['Int64', 'Campaigns that wrote to them in 30 days.', 'contacts.campaign_id'],
        days_since_contact: ['Int64', 'Days since the last one.', 'contacts.contacted_at'],
      },
    }),
  };
}

function tellProductViews(story: Story, tables: Readonly<Record<Tables, Table>>) {
  const { productPerformance: performance, popularity, sessions, products } = tables;
  const feast = story.by('feast', BEGIN);
  return {
    productStats: tellView(feast, MERIDIAN, 'product_stats', {
      props: { description: 'How a product sells.', mode: 'BATCH', online: true, ttlSeconds: 2 * DAY },
      from: { performance },
      keys: 'performance.product_id',
      features: {
        views_30d: ['Int64', 'Clicks in 30 days.', 'performance.views_30d'],
        conversion_30d: ['Float64', 'Share of clicks that ended in an order.', 'performance.conversion_30d'],
        return_rate_90d: ['Float64', 'Share that came back.', 'performance.return_rate_90d'],
        margin: ['Float64', 'What is left of the price, in EUR.', 'performance.margin_eur'],
      },
    }),
    popularityView: tellView(feast, MERIDIAN, 'product_popularity', {
      props: { description: 'What is wanted right now.', mode: 'STREAMING', online: true, ttlSeconds: 600 },
      from: { popularity },
      keys: 'popularity.product_id',
      features: {
        clicks_5m: ['Int64', 'Clicks in five minutes.', 'popularity.clicks_5m'],
        orders_5m: ['Int64', 'Orders in five minutes.', 'popularity.orders_5m'],
      },
    }),
    sessionContext: tellView(feast, MERIDIAN, 'session_context', {
      props: { description: 'What the visit was like so far.', mode: 'STREAMING', online: true, ttlSeconds: 3_600 },
      from: { sessions },
      features: {
        session_clicks: ['Int64', 'Clicks of this visit.'],
        session_seconds: ['Int64', 'How long it has lasted.'],
      },
    }),
    queryMatch: tellView(feast, MERIDIAN, 'query_match', {
      props: { description: 'How well a product fits what was typed.', mode: 'ON_DEMAND', online: true },
      from: { products },
      keys: 'products.product_id',
      features: {
        title_match: ['Float64', 'Words of the query in the title, 0 to 1.', 'products.title'],
        category_match: ['Bool', 'Whether it is of the category meant.', 'products.category'],
        price_band: ['String', 'Cheap, middle or dear within its category.', 'products.price_cents products.category'],
      },
    }),
  };
}

function tellPaymentViews(story: Story, tables: Readonly<Record<Tables, Table>>) {
  const { stgPayments: payments, cards, cardVelocity: velocity } = tables;
  const feast = story.by('feast', BEGIN);
  return {
    cardHistory: tellView(feast, MERIDIAN, 'card_history', {
      props: { description: 'What a card did so far.', mode: 'BATCH', online: true, joinKeys: ['card_id'] },
      from: { payments },
      keys: 'payments.card_id',
      features: {
        payments_180d: ['Int64', 'Payments in 180 days.', 'payments.transaction_id'],
        chargebacks_180d: ['Int64', 'Of them taken back.', 'payments.is_chargeback'],
        mean_amount: ['Float64', 'Mean amount in EUR.', 'payments.amount_eur'],
      },
    }),
    velocityView: tellView(feast, MERIDIAN, 'card_velocity', {
      props: { description: 'How busy a card was lately.', mode: 'STREAMING', online: true, ttlSeconds: 900 },
      from: { velocity },
      keys: 'velocity.card_id',
      features: {
        auth_count_10m: ['Int64', 'Requests in ten minutes.', 'velocity.auth_count_10m'],
        auth_amount_10m: ['Float64', 'Their sum in EUR.', 'velocity.amount_10m'],
      },
    }),
    requestView: tellView(feast, MERIDIAN, 'payment_request', {
      props: { description: 'The request itself, against the card.', mode: 'ON_DEMAND', online: true },
      from: { cards },
      keys: 'cards.card_id',
      features: {
        card_age_days: ['Int64', 'Days since it was issued.', 'cards.issued_at'],
        country_mismatch: ['Bool', 'Whether it is used where it was not issued.', 'cards.country'],
      },
    }),
  };
}
