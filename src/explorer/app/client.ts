import { cacheExchange, Client, fetchExchange } from 'urql';

/** What is shown from memory is asked for again, so that a page that comes back shows how it stands now. */
export const client = new Client({
  url: '/graphql',
  exchanges: [cacheExchange, fetchExchange],
  requestPolicy: 'cache-and-network',
  preferGetMethod: false,
});
