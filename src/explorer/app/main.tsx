import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/states.css';
import './styles/shell.css';
import './styles/search.css';
import './styles/entity.css';
import './styles/lineage.css';
import './styles/modes.css';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-aria-components';
import { Provider } from 'urql';
import { go } from './address.ts';
import { App } from './app.tsx';
import { client } from './client.ts';

createRoot(document.getElementById('root') as HTMLElement).render(
  <Provider value={client}>
    <RouterProvider navigate={go}>
      <App />
    </RouterProvider>
  </Provider>,
);
