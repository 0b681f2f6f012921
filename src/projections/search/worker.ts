import { serve } from '../../kernel/worker.ts';
import { SearchDatabase } from './search-database.ts';

export type SearchMethods = ReturnType<typeof searchMethods>;

export interface SearchWorkerData {
  readonly file: string | null;
  readonly form: string;
}

function searchMethods({ file, form }: SearchWorkerData) {
  const database = new SearchDatabase(file, form);
  return {
    place: () => database.place(),
    isWhole: () => database.isWhole(),
    clear: () => database.clear(),
    put: (...args: Parameters<SearchDatabase['put']>) => database.put(...args),
    query: (query: Parameters<SearchDatabase['query']>[0]) => database.query(query),
    close: () => database[Symbol.dispose](),
  };
}

serve(searchMethods);
