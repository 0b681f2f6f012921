import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { BEGIN, on } from '../calendar.ts';
import type { Story } from '../story.ts';
import { team } from './people.ts';
import { FRAUD_REPOSITORY, IMAGES, LOCKS, MLFLOW, SETTINGS } from './places.ts';

/** What the fraud models are trained, judged and served with. */
export type Workshop = ReturnType<typeof tellWorkshop>;

export function tellWorkshop(story: Story) {
  const training = (day: number, revision: string, description: string) =>
    story.by('git', on(day, '09:00')).entity('CODE_ARTIFACT', FRAUD_REPOSITORY, `fraud/train.py@${revision}`, {
      ...{ description, artifactType: 'COMMIT', repository: FRAUD_REPOSITORY, revision },
      ...{ path: 'fraud/train.py', language: 'PYTHON', committedAt: on(day, '09:00') },
    });
  const environment = (day: number, name: string, description: string, packages: Readonly<Record<string, string>>) =>
    story.by('git', on(day, '08:50')).entity('ENVIRONMENT', LOCKS, name, {
      ...{ description, image: 'python:3.12-slim', pythonVersion: '3.12.7', operatingSystem: 'Debian 12', packages },
    });
  const tell = story.by('mlflow', BEGIN);
  const known = { numpy: '1.26.4', pandas: '2.2.2', 'scikit-learn': '1.5.1', xgboost: '2.0.3' };
  const workshop = {
    firstCode: training(0, '3f1c9aa', 'Trains on the request and the card’s past.'),
    velocityCode: training(20, 'a90d2e7', 'Joins how busy the card was, by event time.'),
    firstTraining: environment(0, 'fraud-train@2026.40', 'What fraud models are trained in.', known),
    training: environment(20, 'fraud-train@2026.43', 'What fraud models are trained in.', {
      ...{ ...known, numpy: '2.1.2', 'feast-client': '0.40.1', xgboost: '2.1.1' },
    }),
    serving: environment(0, 'fraud-serve@2026.40', 'What fraud models serve in.', known),
    image: story.by('git', on(0, '08:55')).entity('CODE_ARTIFACT', IMAGES, 'fraud-scorer@1.12.0', {
      description: 'Asks the model, and answers the payment.',
      ...{ artifactType: 'CONTAINER_IMAGE', repository: IMAGES, revision: '1.12.0', language: 'PYTHON' },
    }),
    validation: tell.entity('VALIDATION_SET', MLFLOW, 'fraud-reviewed@2026-09', {
      description: 'Payments of September that somebody looked at, each with the verdict.',
      ...{
        mode: 'STATIC',
        rowCount: 18_240,
        label: 'is_chargeback',
        slices: ['country', 'new cards', 'above 500 EUR'],
      },
      selection: 'Every payment that was held, and one in a hundred of the others.',
    }),
  };
  story.by('git', BEGIN).owns(team('risk'), Object.values(workshop));
  return workshop;
}

/** From which score on a payment is looked at, or refused: released beside the model, and as it is. */
export function tellThresholds(story: Story): readonly [first: Urn, tuned: Urn] {
  const version = (day: number, number: string, changeNote: string, settings: object) =>
    story.by('settings', on(day, '08:00')).entity('CONFIG_VERSION', SETTINGS, `fraud-thresholds@${number}`, {
      ...{
        description: 'From which score on a payment is looked at, or refused.',
        system: 'thresholds',
        tier: 'tier-1',
      },
      ...{ version: number, changeNote, settings: { ...settings } },
    });
  const first = version(1, '1', 'Agreed with Finance.', {
    ...{ review_from: 0.6, refuse_from: 0.92 },
    limits: { reviews_a_day: 400, amount_eur: 500 },
  });
  version(34, '2', 'Refuses earlier, as velocity tells more; reviews fewer, as Care can not keep up.', {
    ...{ review_from: 0.7, refuse_from: 0.88 },
    limits: { reviews_a_day: 250, amount_eur: 500, new_cards_eur: 200 },
  });
  const tuned = formatUrn('CONFIG_VERSION', SETTINGS, 'fraud-thresholds@2');
  story.by('settings', on(1, '08:00')).owns(team('risk'), [first, tuned]);
  return [first, tuned];
}
