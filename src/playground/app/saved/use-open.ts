import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { WELCOME } from '../welcome.ts';
import type { SavedOperation } from '../../operations.ts';

/** Opens a saved operation in the editor. */
export function useOpen(saved: readonly SavedOperation[]): (operation: SavedOperation) => void {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const { addTab, setOperationName, stop } = useGraphiQLActions();

  return ({ name, document, variables }) => {
    const written = queryEditor?.getValue().trim() ?? '';
    const isOurs =
      written === '' || [WELCOME, ...saved.map((each) => each.document)].some((each) => each.trim() === written);
    // The editor takes a next run for the end of a subscription that it still follows.
    stop();
    // What somebody wrote stays in its own tab.
    if (!isOurs) addTab();
    // The editor finds the name out a moment later; whoever runs it at once must not run the one before.
    setOperationName(name);
    queryEditor?.setValue(document);
    variableEditor?.setValue(Object.keys(variables).length === 0 ? '' : JSON.stringify(variables, null, 2));
  };
}
