import { BEGIN } from '../calendar.ts';
import { tellJob } from '../job.ts';
import { tellTable } from '../table.ts';
import type { Story } from '../story.ts';
import { team } from './people.ts';
import { FLINK, KAFKA, PAYMENTS_DB } from './places.ts';

/** What is paid, and the streams that fraud is found in. */
export function tellPayments(story: Story) {
  const tell = story.by('openlineage', BEGIN);
  const transactions = tellTable(
    tell,
    PAYMENTS_DB,
    'payments.transactions',
    { description: 'Payments that were asked for, one row each.', datasetType: 'TABLE', tags: ['gold', 'tier-1'] },
    {
      transaction_id: 'uuid: Key of the payment.',
      order_id: 'uuid: What is paid by it.',
      card_id: 'uuid: The card.',
      amount_cents: 'int8: How much.',
      authorized_at: 'timestamptz: When the bank said yes; null where it did not.',
      merchant_country: 'text: Which of our entities took it.',
    },
  );
  const cards = tellTable(
    tell,
    PAYMENTS_DB,
    'payments.cards',
    { description: 'Cards that customers left with us.', datasetType: 'TABLE', tags: ['pii'] },
    {
      card_id: 'uuid: Key of the card.',
      customer_id: 'uuid: Whose it is.',
      issued_at: 'date: Since when it is valid.',
      country: 'text: Where it was issued.',
    },
  );
  const chargebacks = tellTable(
    tell,
    PAYMENTS_DB,
    'payments.chargebacks',
    { description: 'Payments that the bank took back, with weeks of delay.', datasetType: 'TABLE', tags: ['gold'] },
    {
      transaction_id: 'uuid: The payment.',
      reported_at: 'timestamptz: When the bank told us.',
      reason: 'text: FRAUD, NOT_RECEIVED, OTHER.',
    },
  );
  const authorizations = tellTable(
    tell,
    KAFKA,
    'payments.authorizations',
    { description: 'Each request for a payment, before it is answered.', datasetType: 'TOPIC', tags: ['streaming'] },
    {
      transaction_id: 'string: Key of the payment.',
      card_id: 'string: The card.',
      amount_cents: 'long: How much.',
      country: 'string: Where the customer seems to be.',
      at: 'timestamp: When.',
    },
  );
  const cardVelocity = tellTable(
    tell,
    KAFKA,
    'features.card_velocity',
    { description: 'How busy each card was lately.', datasetType: 'TOPIC', tags: ['streaming'] },
    {
      card_id: 'string: The card.',
      auth_count_10m: 'long: Requests in ten minutes.',
      amount_10m: 'double: Their sum in EUR.',
    },
  );
  // The job was written before its framework told of columns.
  const velocity = tellJob(story.by('openlineage', BEGIN, 'OBSERVED'), FLINK, 'card_velocity', {
    props: {
      description: 'Counts requests by card over sliding windows.',
      jobType: 'JOB',
      processingType: 'STREAMING',
      integration: 'FLINK',
    },
    reads: { authorizations },
    writes: [cardVelocity],
  });
  const source = tell.entity('DATA_SOURCE', PAYMENTS_DB, 'payments-db', {
    description: 'The ledger of payments.',
    technology: 'postgres',
    uri: `${PAYMENTS_DB}/payments`,
  });
  for (const { id } of [transactions, cards, chargebacks]) tell.relation('FEEDS', source, id);
  const gateway = tell.entity('DATA_SOURCE', 'https://gateway.example', 'payment-gateway', {
    description: 'Where customers’ payments come in.',
    technology: 'api',
  });
  tell.relation('FEEDS', gateway, authorizations.id);
  const owned = [source, gateway, transactions.id, cards.id, chargebacks.id];
  story.by('api', BEGIN).owns(team('risk'), [...owned, authorizations.id, cardVelocity.id, velocity.id]);
  return { transactions, cards, chargebacks, authorizations, cardVelocity, velocity };
}
