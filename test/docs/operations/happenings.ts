/** What brings each saved feed an item in a graph without the demo company, in their order: the alert is on what the first names. */
export const HAPPENINGS: Readonly<Record<string, string>> = {
  FollowChanges: 'mutation { upsertDataset(input: { namespace: "live", name: "new" }) { position } }',
  FollowAlerts: `mutation { raiseAlert(input: { entity: "urn:throughline:dataset:live:new", severity: CRITICAL,
    title: "new", key: "new" }) { position } }`,
};

/** The company’s own scopes are not there. */
export const WITHOUT_COMPANY = { scopes: null };
