import { serve } from '../../kernel/worker.ts';
import { SearchDatabase } from './search-database.ts';

export type SearchMethods = ReturnType<typeof searchMethods>;

function searchMethods() {
  const database = new SearchDatabase();
  return {
    put: (documents: Parameters<SearchDatabase['put']>[0]) => database.put(documents),
    query: (query: Parameters<SearchDatabase['query']>[0]) => database.query(query),
  };
}

serve(searchMethods);
