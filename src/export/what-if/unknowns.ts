import type { Report } from './document.ts';

/** What the answer leaves open, a line each; at least one. */
export function unknowns({ outcomes, affected, impact, answer }: Report): string[] {
  const has = (type: string) => outcomes.some(({ reasons }) => reasons.some((reason) => reason.type === type));
  const limit = answer.limitHit ?? impact.answer.limitHit;
  const { present, count } = answer.hidden;
  const lines = [
    ...(has('OPAQUE_CONSUMERS') ? ['Some consumers do not say which columns they use; they may use what goes.'] : []),
    ...(has('INFERRED_CONSUMERS') ? ['That some consumers use it was concluded; nobody saw or said it.'] : []),
    ...(affected.nodes.every(({ known }) => known)
      ? []
      : [
          'Some of what is affected is reached only by consumers that do not say which columns they use, or by links that were concluded.',
        ]),
    ...(has('TYPE_NOT_KNOWN') ? ['Nobody said which type a column has now.'] : []),
    ...(limit === null ? [] : [`A limit ended the walk (${limit}): there may be more.`]),
    ...(answer.staleLinks > 0 ? [`${answer.staleLinks} links were not confirmed within their expected interval.`] : []),
    ...(present === true ? [`${count ?? 'Some'} entities on the way are hidden by policy.`] : []),
  ];
  return lines.length === 0 ? ['Of what is recorded nothing was left out.'] : lines;
}
