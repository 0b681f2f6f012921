import '@fontsource-variable/inter/wght.css';
import './styles/index.ts';
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
