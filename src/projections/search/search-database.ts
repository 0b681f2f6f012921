import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { ThroughlineError } from '../../kernel/errors.ts';
import type { Urn } from '../../kernel/urn.ts';
import { SEES_ALL, seesAll, sightOf } from '../../kernel/visibility.ts';
import type { Place } from '../place.ts';
import { facetsOf } from './facets.ts';
import type { SearchHit, SearchPage, SearchQuery } from './search-index.ts';
import { looseMatch, piecesOf, strictMatch, termsOf, wordsOf } from './words.ts';

/** What the index knows of one entity. */
export interface SearchDocument {
  readonly id: Urn;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly described: boolean;
  readonly description: string;
  readonly tags: readonly string[];
  readonly owners: readonly Urn[];
  /** Words of the other attributes that are searched, by attribute. */
  readonly words: Readonly<Record<string, string>>;
  /** Values of attributes that are counted, by attribute. */
  readonly facets: Readonly<Record<string, string>>;
}

/** A search looks at so many hits at the most; past them its total is a lower bound. */
const MOST_HITS = 10_000;
/** Which part of a word's pieces a name must have to be taken for it: of "retenshun" that in "retention" has three of seven. */
const LEAST_SHARE = 0.4;
/** Ranked lists that are kept for later pages. */
const MOST_SNAPSHOTS = 200;

const COLUMNS = ['name', 'description', 'tags', 'words', 'namespace'] as const;
/** How much a word counts by where it stands, in the order of the columns. */
const WEIGHTS = '10, 3, 4, 2, 1';

interface Snapshot {
  readonly hits: readonly SearchHit[];
  readonly facets: SearchPage['facets'];
  readonly exact: boolean;
  /** What was seen by whoever searched. */
  readonly visibility: string;
}

type Hit = Pick<SearchHit, 'id' | 'score'> & { readonly row: number };

const TABLES = `
  CREATE TABLE kept (form TEXT NOT NULL, place TEXT);
  CREATE TABLE entity (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT, namespace TEXT, described INTEGER, document TEXT);
  CREATE VIRTUAL TABLE texts USING fts5(${COLUMNS.join(', ')}, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
  CREATE VIRTUAL TABLE pieces USING fts5(name, tokenize = 'trigram');
`;

/** The index itself: synchronous, one thread. Which ranked lists it gave is kept in memory alone. */
export class SearchDatabase implements Disposable {
  #database: DatabaseSyncInstance;
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #statements = new Map<string, StatementSyncInstance>();
  #counter = 0;
  /** Of the viewer who searches. */
  #sight = sightOf(SEES_ALL);
  readonly #isSeen = (id: Urn): boolean => this.#sight(id) === 'SHOW';

  /**
   * @param file where it is kept; null: in memory
   * @param form says how documents are made; a file of another form, or one that can not be read, is made anew
   */
  constructor(
    readonly file: string | null,
    readonly form: string,
  ) {
    this.#database = this.#kept() ?? this.#made();
  }

  /** How far what is kept goes; null where nothing whole is there. */
  place(): Place | null {
    const { place } = this.#prepared('SELECT place FROM kept').get() as { place: string | null };
    return place === null ? null : (JSON.parse(place) as Place);
  }

  /** Whether all of it can be read; takes as long as that. */
  isWhole(): boolean {
    try {
      const { quick_check: found } = this.#database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
      return found === 'ok';
    } catch {
      return false;
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#statements.clear();
    this.#snapshots.clear();
    this.#database.close();
    this.#database = this.#made();
  }

  /** Takes in what entities are now, null where one is gone; all up to the place is there then. Null: more is to come. */
  put(documents: readonly { readonly id: Urn; readonly document: SearchDocument | null }[], place: Place | null): void {
    this.#database.exec('BEGIN');
    try {
      for (const { id, document } of documents) {
        this.#remove(id);
        if (document !== null) this.#add(document);
      }
      if (place !== null) this.#prepared('UPDATE kept SET place = ?').run(JSON.stringify(place));
      this.#database.exec('COMMIT');
    } catch (error) {
      // A full disk and the like have ended it already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      this.#database.close();
    }
  }

  query(query: SearchQuery): Omit<SearchPage, 'position'> {
    const snapshot = query.after?.snapshot ?? this.#take(query);
    const kept = this.#snapshots.get(snapshot);
    // A list that was made for others is none for this viewer.
    if (kept?.visibility !== query.viewer.visibility.key) {
      throw new ThroughlineError(
        'CURSOR_EXPIRED',
        'after: this search is past the horizon; ask for its first page again',
        {
          argument: 'after',
        },
      );
    }
    const offset = query.after?.offset ?? 0;
    const hits = kept.hits.slice(offset, offset + query.first);
    return {
      hits,
      snapshot,
      offset,
      hasNext: offset + hits.length < kept.hits.length,
      total: { value: kept.hits.length, exact: kept.exact },
      facets: query.facets ? kept.facets : [],
    };
  }

  /** Ranks the hits and keeps them, so that later pages are cut from the same list. */
  #take(query: SearchQuery): string {
    this.#sight = sightOf(query.viewer.visibility);
    const { hits: found, isStrict } = this.#search(query);
    const rows = found.slice(0, MOST_HITS).map(({ row, ...hit }) => ({ ...hit, document: this.#document(row) }));
    // Where names are but spelt alike, no word matched as it was written.
    const terms = isStrict ? termsOf(query.text ?? '') : [];
    // What matched is told as it was when it was found: a later page must not tell of what it has become since.
    const hits = rows.map(({ id, score, document }) => ({ id, score, matched: matchedIn(document, terms) }));
    const name = `${(this.#counter += 1)}-${Math.random().toString(36).slice(2, 10)}`;
    this.#snapshots.set(name, {
      hits,
      facets: facetsOf(
        rows.map(({ document }) => document),
        this.#isSeen,
      ),
      visibility: query.viewer.visibility.key,
      exact: found.length <= MOST_HITS,
    });
    const [oldest] = this.#snapshots.keys();
    if (this.#snapshots.size > MOST_SNAPSHOTS && oldest !== undefined) this.#snapshots.delete(oldest);
    return name;
  }

  /** Strictly: what has all the words. */
  #search(query: SearchQuery): { readonly hits: Hit[]; readonly isStrict: boolean } {
    const terms = termsOf(query.text ?? '');
    const [where, values] = conditions(query, this.#isSeen);
    if (terms.length === 0) {
      const hits = this.#rows(
        `SELECT row, id, 1.0 AS score FROM entity WHERE ${where} ORDER BY id LIMIT ?`,
        ...values,
        MOST_HITS + 1,
      );
      return { hits, isStrict: true };
    }
    const ranked = (table: string, match: string, score: string) =>
      this.#rows(
        `SELECT entity.row AS row, id, ${score} AS score FROM ${table} JOIN entity ON entity.row = ${table}.rowid
         WHERE ${table} MATCH ? AND ${where} ORDER BY score DESC, id LIMIT ?`,
        match,
        ...values,
        MOST_HITS + 1,
      );
    const strict = ranked('texts', strictMatch(terms), `-bm25(texts, ${WEIGHTS})`);
    if (strict.length > 0) return { hits: strict, isStrict: true };
    // Nothing has all the words: perhaps one is misspelt. Names that share many pieces with them come next.
    const pieces = piecesOf(terms);
    if (pieces.length === 0) return { hits: [], isStrict: false };
    const isLike = (row: number) => share(pieces, wordsOf(this.#document(row).name).join(' ')) >= LEAST_SHARE;
    const alike = ranked('pieces', looseMatch(pieces), '-bm25(pieces) / 100').filter(({ row }) => isLike(row));
    return { hits: alike, isStrict: false };
  }

  /** Null where there is none of this form that can be read. */
  #kept(): DatabaseSyncInstance | null {
    if (this.file === null || !existsSync(this.file)) return null;
    let database: DatabaseSyncInstance | null = null;
    try {
      database = this.#opened(this.file);
      const { form } = database.prepare('SELECT form FROM kept').get() as { form: string };
      if (form === this.form) return database;
    } catch {
      // Whatever it is, all that it could tell is told by the log.
    }
    database?.close();
    return null;
  }

  #made(): DatabaseSyncInstance {
    if (this.file !== null)
      for (const end of ['', '-wal', '-shm']) rmSync(this.file + end, { recursive: true, force: true });
    const database = this.#opened(this.file ?? ':memory:');
    database.exec(TABLES);
    database.prepare('INSERT INTO kept (form) VALUES (?)').run(this.form);
    return database;
  }

  /** NORMAL: a loss of power may take the newest commits along, which are made again from the log. */
  #opened(file: string): DatabaseSyncInstance {
    const database = new DatabaseSync(file, { timeout: 5_000 });
    const pragmas = ['journal_mode = WAL', 'synchronous = NORMAL', 'cache_size = -65536', 'mmap_size = 268435456'];
    for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`);
    database.function('is_seen', (id: Urn) => Number(this.#isSeen(id)));
    return database;
  }

  #rows(sql: string, ...values: (string | number)[]): Hit[] {
    return this.#prepared(sql).all(...values) as unknown as Hit[];
  }

  #prepared(sql: string): StatementSyncInstance {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  #document(row: number): SearchDocument {
    const found = this.#prepared('SELECT document FROM entity WHERE row = ?').get(row);
    if (found === undefined) return GONE;
    return JSON.parse((found as { document: string }).document) as SearchDocument;
  }

  #remove(id: Urn): void {
    const found = this.#prepared('SELECT row FROM entity WHERE id = ?').get(id) as { row: number } | undefined;
    if (found === undefined) return;
    for (const sql of [
      'DELETE FROM texts WHERE rowid = ?',
      'DELETE FROM pieces WHERE rowid = ?',
      'DELETE FROM entity WHERE row = ?',
    ]) {
      this.#prepared(sql).run(found.row);
    }
  }

  #add(document: SearchDocument): void {
    const { id, kind, namespace, name, described, description, tags, words } = document;
    const { lastInsertRowid: row } = this.#prepared(
      'INSERT INTO entity (id, kind, namespace, described, document) VALUES (?, ?, ?, ?, ?)',
    ).run(id, kind, namespace, Number(described), JSON.stringify(document));
    const texts = [name, description, tags.join(' '), Object.values(words).join(' '), namespace].map((text) =>
      wordsOf(text).join(' '),
    );
    this.#prepared(`INSERT INTO texts (rowid, ${COLUMNS.join(', ')}) VALUES (?, ?, ?, ?, ?, ?)`).run(row, ...texts);
    this.#prepared('INSERT INTO pieces (rowid, name) VALUES (?, ?)').run(row, wordsOf(name).join(' '));
  }
}

function share(pieces: readonly string[], name: string): number {
  return pieces.filter((piece) => name.includes(piece)).length / pieces.length;
}

/** The attributes that have one of the words. */
function matchedIn(document: SearchDocument, terms: readonly string[]): string[] {
  const texts = {
    name: document.name,
    description: document.description,
    tags: document.tags.join(' '),
    ...document.words,
    namespace: document.namespace,
  };
  const has = (text: string) => wordsOf(text).some((word) => terms.some((term) => word.startsWith(term)));
  return Object.entries(texts).flatMap(([name, text]) => (has(text) ? [name] : []));
}

const GONE = {
  namespace: '',
  name: '',
  description: '',
  tags: [],
  owners: [],
  words: {},
  facets: {},
} as unknown as SearchDocument;

function conditions(query: SearchQuery, isSeen: (id: Urn) => boolean): [string, (string | number)[]] {
  const among = 'IN (SELECT value FROM json_each(?))';
  const each: [unknown, string][] = [
    [query.kinds, `kind ${among}`],
    [query.namespaces, `entity.namespace ${among}`],
    [
      query.owners?.filter(isSeen) ?? null,
      `EXISTS (SELECT 1 FROM json_each(document, '$.owners') WHERE json_each.value ${among})`,
    ],
    [query.tags, `NOT EXISTS (SELECT value FROM json_each(?) EXCEPT SELECT value FROM json_each(document, '$.tags'))`],
    [query.described, "described = json_extract(?, '$')"],
  ];
  const given = each.filter(([value]) => value !== null);
  const seen = seesAll(query.viewer.visibility) ? 'TRUE' : 'is_seen(id)';
  return [[...given.map(([, sql]) => sql), seen].join(' AND '), given.map(([value]) => JSON.stringify(value))];
}
