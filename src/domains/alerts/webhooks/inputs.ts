import { Field, ID, InputType } from 'type-graphql';
import { formatPosition, parsePosition } from '../../../kernel/cursor.ts';
import { badInput, shown } from '../../../kernel/errors.ts';
import { keyProblem, parseUrn, type Urn } from '../../../kernel/urn.ts';
import { keptViewer } from '../../../kernel/viewer.ts';
import type { RequestContext } from '../../kind/context.ts';
import { reached } from '../../kind/page.ts';
import { LogPositionScalar } from '../../kind/scalars.ts';
import { noSuch } from '../../kind/there.ts';
import { here } from '../../kind/write.ts';
import { AlertFilter } from '../alert-filter.ts';
import { type WebhookFilter, type WebhookProps } from './webhook.ts';

/** One request can not ask for more. */
const MOST_SCOPES = 100;

@InputType('CreateWebhookInput', { description: 'A webhook to be made.' })
export class CreateWebhookInput {
  @Field(() => String, {
    description:
      'Where to post to: http or https, of an address that is neither private nor loopback unless that is allowed.',
  })
  readonly url!: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'Alerts on these and on anything upstream of them, 1 to 100; all alerts if absent.',
  })
  readonly scopes!: readonly string[] | null;

  @Field(() => AlertFilter, { nullable: true, description: 'Only some of these. An empty list is refused.' })
  readonly filter!: AlertFilter | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  readonly description!: string | null;

  @Field(() => LogPositionScalar, { nullable: true, description: 'Begin behind there; now if absent.' })
  readonly after!: string | null;
}

@InputType('UpdateWebhookInput', { description: 'What of a webhook is to be another; what is absent stays.' })
export class UpdateWebhookInput {
  @Field(() => String, { nullable: true, description: 'Where to post to.' })
  readonly url!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for; null takes it away.' })
  readonly description!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: nothing is delivered until it is false again.' })
  readonly paused!: boolean | null;
}

/** What is asked for. @throws BAD_USER_INPUT or NOT_FOUND naming what of the input is wrong */
export async function webhookAsked(input: CreateWebhookInput, context: RequestContext): Promise<WebhookProps> {
  const { url, scopes, filter, description, after } = input;
  const target = targetOf(url, context);
  checkDescription(description);
  const begin = after ?? formatPosition(context.position);
  await reached(parsePosition(begin, 'input.after', context.services.reader.log()).position, 'input.after', context);
  return {
    ...{ url: target, description: description ?? null, scopes: scopes ? await scopesThere(scopes, context) : null },
    ...{ filter: filterOf(filter), state: 'ACTIVE', reason: null, after: begin },
    ...{ viewer: keptViewer(context.viewer), generation: 1, replaced: [], revision: 0 },
  };
}

/** What is to be another. @throws BAD_USER_INPUT naming what of the input is wrong */
export function changesAsked(input: UpdateWebhookInput, context: RequestContext): Partial<WebhookProps> {
  const { url, description, paused } = input;
  checkDescription(description);
  return {
    ...(typeof url === 'string' ? { url: targetOf(url, context) } : {}),
    ...(description === undefined ? {} : { description }),
    ...(typeof paused === 'boolean' ? { state: paused ? 'PAUSED' : 'ACTIVE', reason: null } : {}),
  };
}

async function scopesThere(scopes: readonly string[], context: RequestContext): Promise<readonly Urn[]> {
  if (scopes.length === 0 || scopes.length > MOST_SCOPES) {
    throw badInput('input.scopes', `input.scopes: expected 1 to ${MOST_SCOPES}; came ${scopes.length}`);
  }
  const ids = scopes.map((id, index) => parseUrn(id, `input.scopes[${index}]`));
  const found = await Promise.all(ids.map((id) => context.read.entity(id, here(context))));
  const missing = found.indexOf(null);
  if (missing === -1) return ids;
  throw noSuch(ids[missing] as Urn, `input.scopes[${missing}]`);
}

function filterOf(filter: AlertFilter | null | undefined): WebhookFilter | null {
  if (!filter) return null;
  const { severities, kinds, events } = filter;
  for (const [name, list] of Object.entries({ severities, kinds, events })) {
    // Nothing would ever be told.
    if (list?.length === 0) throw badInput(`input.filter.${name}`, `input.filter.${name}: expected at least 1; came 0`);
  }
  return { severities: severities ?? null, kinds: kinds ?? null, events: events ?? null };
}

/** What is posted to: no fragment goes with a request, nor does white space around its URL. */
function targetOf(text: string, { services }: RequestContext): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null) url.hash = '';
  const target = url?.href ?? text;
  const problem =
    (url?.port === '0' ? 'has the port 0, at which nobody is' : null) ??
    keyProblem(target) ??
    services.webhooks.targetProblem(target);
  if (problem === null) return target;
  // A refusal tells no credentials.
  throw badInput('input.url', `input.url: it ${problem}; came ${shown(text.replace(/^.*@/s, '…@'))}`);
}

function checkDescription(text: string | null | undefined): void {
  const problem = text ? keyProblem(text) : null;
  if (problem !== null) throw badInput('input.description', `input.description: it ${problem}`);
}
