import type { World } from './stories/story.ts';

interface Verdict {
  readonly verdict: string;
  readonly why: string;
}

/** What one demand comes to, made of this world alone before it goes to DEV. */
export async function verdictOn({ server, release, namespace }: World, demand: object): Promise<Verdict> {
  const input = { name: namespace, stage: 'DEV', tier: namespace, demands: [demand] };
  const document = `mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { refused { message } } }`;
  const { setPolicy } = await server.query<{ setPolicy: { refused: object | null } }>(document, { input });
  if (setPolicy.refused !== null) throw new Error(JSON.stringify(setPolicy.refused));
  const { promotionReadiness } = await server.query<{ promotionReadiness: { requirements: [Verdict] } }>(
    `query ($release: ID!) { promotionReadiness(release: $release, stage: "DEV") { requirements { verdict why } } }`,
    { release },
  );
  return promotionReadiness.requirements[0];
}
