import type { EntityKind } from '../generated/operations.ts';
import { KINDS } from '../kinds.ts';

/** What each kind is drawn as: strokes in a square of 24. */
const ICONS: Readonly<Record<string, string>> = {
  BUSINESS_KPI: 'M4 19V5M4 19h16M8 15l4-5 3 3 5-7',
  CODE_ARTIFACT: 'M9 7l-5 5 5 5M15 7l5 5-5 5',
  CONFIG_VERSION: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  DATASET: 'M4 5h16v14H4zM4 10h16M10 10v9',
  DATA_SOURCE: 'M5 6c0-3 14-3 14 0s-14 3-14 0zM5 6v12c0 3 14 3 14 0V6M5 12c0 3 14 3 14 0',
  DEPLOYMENT: 'M12 3c4 3 5 7 4 12H8C7 10 8 6 12 3zM8 12l-3 4 3 1M16 12l3 4-3 1M12 18v3',
  ENVIRONMENT: 'M12 3l8 4.500v9L12 21l-8-4.500v-9zM12 12l8-4.500M12 12v9M12 12L4 7.500',
  EXPERIMENT: 'M10 3v6l-5 9c-1 2 0 3 2 3h10c2 0 3-1 2-3l-5-9V3M8 3h8M8 15h8',
  EXPERIMENT_RUN: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM10 8.500l5.500 3.500-5.500 3.500z',
  FEATURE: 'M12 4l2.400 5 5.600.7-4.100 3.800 1.100 5.500-5-2.800-5 2.800 1.100-5.500L4 9.700 9.600 9z',
  FEATURE_VIEW: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  FIELD: 'M8 4h8v16H8zM8 9h8M8 15h8',
  GROUP: 'M4 8h12v12H4zM8 8V4h12v12h-4',
  JOB: 'M12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.100 2.100M16.300 16.300l2.100 2.100M5.600 18.400l2.100-2.100M16.300 7.700l2.100-2.100',
  MODEL: 'M12 3l8 4.500L12 12 4 7.500zM4 12l8 4.500 8-4.500M4 16.500L12 21l8-4.500',
  MODEL_VERSION: 'M12 4l8 4.500-8 4.500-8-4.500zM4 14.500l8 4.500 8-4.500',
  PERSON: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 21c0-8 14-8 14 0',
  TEAM: 'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3 20c0-7 12-7 12 0M15 4.500a3.500 3.500 0 0 1 0 6M17 14c3 .5 4 3 4 6',
  VALIDATION_SET: 'M4 5h16v14H4zM8 12l3 3 5-6',
};

export function iconOf(kind: string): string {
  return ICONS[kind] ?? ICONS['GROUP']!;
}

/** The colour of a kind's family; of what is of several kinds, a quiet one. As CSS. */
export function kindColour(kind: string): string {
  return kind in KINDS ? `var(--kind-${KINDS[kind as EntityKind].family})` : 'var(--canvas-muted)';
}
