import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from '@graphiql/react';
import { useEffect, useState } from 'react';

/** What the editor shows to whoever comes for the first time. */
export const WELCOME = `# Pick a saved operation on the left, or write your own.
query Welcome {
  search(text: "orders", filter: { kinds: [DATASET] }, first: 5) {
    nodes { id kind name description }
  }
}
`;

interface SavedOperation {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

type Load =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'loaded'; readonly operations: readonly SavedOperation[] };

/** The operations that the server has saved, each with the question that it answers. */
export const savedOperations: GraphiQLPlugin = { title: 'Saved operations', icon: Icon, content: SavedOperations };

function SavedOperations() {
  const load = useOperations();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const { addTab, setOperationName } = useGraphiQLActions();

  function open({ name, document, variables }: SavedOperation, saved: readonly SavedOperation[]): void {
    const written = queryEditor?.getValue().trim() ?? '';
    const isOurs =
      written === '' || [WELCOME, ...saved.map((each) => each.document)].some((each) => each.trim() === written);
    // What somebody wrote stays in its own tab.
    if (!isOurs) addTab();
    // The editor finds the name out a moment later; whoever runs it at once must not run the one before.
    setOperationName(name);
    queryEditor?.setValue(document);
    variableEditor?.setValue(Object.keys(variables).length === 0 ? '' : JSON.stringify(variables, null, 2));
  }

  return (
    <section className="saved" aria-label="Saved operations">
      <h2>Saved operations</h2>
      {load.state === 'loading' && <p>Loading …</p>}
      {load.state === 'failed' && <p role="alert">The list did not load: {load.why}. Reload the page to try again.</p>}
      {load.state === 'loaded' && load.operations.length === 0 && <p>None yet: add files to schema/operations.</p>}
      {load.state === 'loaded' && (
        <ol>
          {load.operations.map((operation) => (
            <li key={operation.name}>
              <button type="button" onClick={() => open(operation, load.operations)}>
                <strong>{operation.title}</strong>
                <span>{operation.question}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function useOperations(): Load {
  const [load, setLoad] = useState<Load>({ state: 'loading' });
  useEffect(() => {
    fetch('/playground/operations.json')
      .then((response) => {
        if (!response.ok) throw new Error(`the server answered ${response.status}`);
        return response.json() as Promise<readonly SavedOperation[]>;
      })
      .then((operations) => setLoad({ state: 'loaded', operations }))
      .catch((error: unknown) => setLoad({ state: 'failed', why: String(error) }));
  }, []);
  return load;
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.500" aria-hidden="true">
      <path d="M6 4h12v16l-6-4-6 4z" strokeLinejoin="round" />
    </svg>
  );
}
