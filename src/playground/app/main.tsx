import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { createRoot } from 'react-dom/client';
import { savedOperations } from './saved/saved-operations.tsx';
import { TEXTS } from './texts.ts';
import { WELCOME } from './welcome.ts';

const path = '/graphql';
const socket = new URL(path, location.href);
socket.protocol = socket.protocol.replace('http', 'ws');

const fetcher = createGraphiQLFetcher({
  url: path,
  wsClient: createClient({ url: socket.href, lazy: true, retryAttempts: Infinity }),
});

createRoot(document.getElementById('root') as HTMLElement).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={[savedOperations]}
    visiblePlugin={savedOperations}
    defaultQuery={WELCOME}
    defaultEditorToolsVisibility="variables"
  >
    <GraphiQL.Logo>
      <span className="product">{TEXTS.product}</span>
      <a className="explorer" href="/explore">
        {TEXTS.explorer}
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
