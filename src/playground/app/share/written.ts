import { useGraphiQL } from '@graphiql/react';
import { getOperationAST, parse } from 'graphql';
import { objectIn } from '../result/answer.ts';
import { TEXTS } from '../texts.ts';
import type { Shared, View } from './link.ts';
import type { Request } from './request.ts';

/** What stands in the editors, when it is asked for. */
export interface Written {
  shared(view: View): Shared;
  /** A text where it can not be sent: why. */
  request(): Request | string;
}

export function useWritten(): Written {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  const chosen = useGraphiQL((state) => state.operationName) ?? null;
  const text = (editor: typeof queryEditor) => editor?.getValue() ?? '';

  return {
    shared(view) {
      const document = text(queryEditor);
      const operationName = operationIn(document, chosen)?.name ?? null;
      return { document, variables: text(variableEditor), operationName, view };
    },
    request() {
      const document = text(queryEditor);
      const operation = operationIn(document, chosen);
      if (operation === null) return TEXTS.share.noOperation;
      const variables = objectOrNothing(text(variableEditor));
      if (variables === null) return TEXTS.share.noJson('variables');
      const headers = objectOrNothing(text(headerEditor));
      if (headers === null) return TEXTS.share.noJson('headers');
      return {
        ...{ url: new URL('/graphql', location.href).href, document, variables },
        ...{ type: operation.type, operationName: operation.name },
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      };
    },
  };
}

interface Operation {
  readonly type: Request['type'];
  /** Null: the only one in the document. */
  readonly name: string | null;
}

/** The operation of this name, or the only one there is; null where it can not be told which, or nothing be read. */
export function operationIn(document: string, name: string | null): Operation | null {
  try {
    const parsed = parse(document);
    const only = getOperationAST(parsed);
    const operation = only ?? getOperationAST(parsed, name);
    return operation ? { type: operation.operation, name: only ? null : name } : null;
  } catch {
    return null;
  }
}

function objectOrNothing(text: string): Record<string, unknown> | null {
  return text.trim() === '' ? {} : objectIn(text);
}
