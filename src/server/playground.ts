import type { FastifyInstance, FastifyReply } from 'fastify';
import { loadOperations } from '../playground/operations.ts';
import { CONTENT_SECURITY_POLICY, OPERATIONS, playgroundAsset } from '../playground/static.ts';

/** The playground at /, its files and the saved operations below /playground/. */
export function mountPlayground(app: FastifyInstance): void {
  const operations = loadOperations(OPERATIONS);

  app.get('/', (_request, reply) => send(reply, 'index.html'));
  app.get('/playground/operations.json', () => operations);
  app.get<{ Params: { '*': string } }>('/playground/*', (request, reply) => send(reply, request.params['*']));
}

function send(reply: FastifyReply, path: string): FastifyReply {
  const asset = playgroundAsset(path);
  if (asset === null) {
    const message =
      path === 'index.html' ? 'the playground is not built: npm run build:playground' : 'there is no such path';
    return reply.code(404).send({ errors: [{ message }] });
  }
  return reply
    .type(asset.type)
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('cache-control', asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    .send(asset.body);
}
