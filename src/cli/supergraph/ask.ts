import type { SubgraphFile } from './compose.ts';

/** The subgraph that answers there, as composers take it. @throws Error where there is none, naming why */
export async function askSubgraph(name: string, url: string): Promise<SubgraphFile> {
  const body = JSON.stringify({ query: '{ _service { sdl } }' });
  const headers = { 'content-type': 'application/json' };
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    const { data } = (await response.json()) as { data?: { _service?: { sdl?: string } } };
    const sdl = data?._service?.sdl;
    if (typeof sdl !== 'string') throw new Error(`came ${response.status} without one`);
    return { name, url, sdl };
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new Error(`${name}: expected a subgraph’s schema from ${url}; ${why}`, { cause: error });
  }
}
