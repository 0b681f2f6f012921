import type { JsonObject } from '../../src/kernel/json.ts';
import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { BEGIN } from '../calendar.ts';
import type { Story } from '../story.ts';
import { MERIDIAN } from './places.ts';

/** Jonas Weber wrote the customer segments in a notebook, and left. */
export const LEFT_AT = '2026-10-30T16:00:00Z';

const TEAMS = {
  'data-platform': ['Data Platform', 'Sources, streams and the warehouse’s staging area.', '#data-platform'],
  analytics: ['Analytics', 'Marts and the numbers that are read from them.', '#analytics'],
  growth: ['Growth', 'Keeping customers: churn models and campaigns.', '#growth'],
  search: ['Search', 'What is shown in which order: ranking models.', '#search'],
  risk: ['Risk', 'Fraud models and the rules around payments.', '#risk'],
  care: ['Customer Care', 'Tickets, calls, and what comes of them.', '#care'],
  finance: ['Finance', 'Revenue, margin, and how both are counted.', 'finance@meridian.example'],
} as const;

export type TeamName = keyof typeof TEAMS;

const PEOPLE: readonly (readonly [login: string, displayName: string, team: TeamName, role: string])[] = [
  ['sofia.rossi', 'Sofia Rossi', 'data-platform', 'Leads Data Platform.'],
  ['ben.kowalski', 'Ben Kowalski', 'data-platform', 'Runs the streams.'],
  ['clara.jensen', 'Clara Jensen', 'analytics', 'Leads Analytics.'],
  ['david.okoye', 'David Okoye', 'analytics', 'Writes the marts.'],
  ['ines.moreau', 'Inès Moreau', 'growth', 'Leads Growth.'],
  ['tom.adeyemi', 'Tom Adeyemi', 'growth', 'Trains the churn model.'],
  ['jonas.weber', 'Jonas Weber', 'growth', 'Found the customer segments.'],
  ['priya.raman', 'Priya Raman', 'search', 'Leads Search.'],
  ['lars.nilsen', 'Lars Nilsen', 'search', 'Trains the ranking model.'],
  ['mei.tanaka', 'Mei Tanaka', 'risk', 'Leads Risk.'],
  ['omar.haddad', 'Omar Haddad', 'risk', 'Trains the fraud model.'],
  ['rui.santos', 'Rui Santos', 'care', 'Leads Customer Care.'],
  ['helen.fischer', 'Helen Fischer', 'finance', 'Answers for what revenue means.'],
];

export function team(name: TeamName): Urn {
  return formatUrn('TEAM', MERIDIAN, name);
}

export function person(login: string): Urn {
  return formatUrn('PERSON', MERIDIAN, login);
}

export function tellPeople(story: Story): void {
  const directory = story.by('people', BEGIN);
  for (const [name, [displayName, description, contact]] of Object.entries(TEAMS)) {
    directory.entity('TEAM', MERIDIAN, name, { displayName, description, contact });
  }
  for (const [login, displayName, , description] of PEOPLE) {
    const email = `${login}@meridian.example`;
    directory.entity('PERSON', MERIDIAN, login, { displayName, description, email, active: true });
  }
  tellMembers(story, BEGIN, []);
  story.by('people', LEFT_AT).entity('PERSON', MERIDIAN, 'jonas.weber', { active: false } satisfies JsonObject);
  tellMembers(story, LEFT_AT, ['jonas.weber']);
}

/** The directory tells of whole teams, so that who left is simply no longer among them. */
function tellMembers(story: Story, at: string, left: readonly string[]): void {
  for (const name of Object.keys(TEAMS) as TeamName[]) {
    const members = PEOPLE.filter(([login, , home]) => home === name && !left.includes(login));
    story.by('people', at).set(
      team(name),
      'CONTAINS',
      members.map(([login]) => person(login)),
    );
  }
}
