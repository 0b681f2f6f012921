import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import '../../explorer/app/styles/tokens.css';
import './styles/index.ts';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { createRoot } from 'react-dom/client';
import { Result } from './result/result.tsx';
import { remembering } from './result/run.ts';
import { savedOperations } from './saved/saved-operations.tsx';
import { OpenedByLink, openedBy } from './share/opened.tsx';
import { TEXTS } from './texts.ts';
import { WELCOME } from './welcome.ts';

const path = '/graphql';
const socket = new URL(path, location.href);
socket.protocol = socket.protocol.replace('http', 'ws');

const fetcher = remembering(
  createGraphiQLFetcher({
    url: path,
    wsClient: createClient({ url: socket.href, lazy: true, retryAttempts: Infinity }),
  }),
);

const opened = await openedBy(location.hash);
const shared = opened === 'broken' ? null : opened;
// Another link in the same tab is another view.
window.addEventListener('hashchange', () => location.reload());

createRoot(document.getElementById('root') as HTMLElement).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={[savedOperations]}
    visiblePlugin={savedOperations}
    defaultQuery={WELCOME}
    defaultEditorToolsVisibility="variables"
    {...(shared && { initialQuery: shared.document, initialVariables: shared.variables })}
  >
    <GraphiQL.Logo>
      <nav className="pages" aria-label={TEXTS.pages}>
        <span className="product">{TEXTS.product}</span>
        <a href="/explore">{TEXTS.explorer}</a>
        <a href="/" aria-current="page">
          {TEXTS.playground}
        </a>
      </nav>
    </GraphiQL.Logo>
    <GraphiQL.Footer>
      <Result initialView={shared?.view ?? 'answer'} notice={<OpenedByLink opened={opened} />} />
    </GraphiQL.Footer>
  </GraphiQL>,
);
