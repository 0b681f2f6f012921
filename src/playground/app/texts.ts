/** All that the playground says, but for what the editor says by itself. */
export const TEXTS = {
  product: 'Throughline',
  explorer: 'Explorer',
  pages: 'Pages',
  playground: 'Playground',
  welcome: '# Pick a saved operation on the left, or write your own.',
  close: 'Close',

  saved: {
    title: 'Saved operations',
    search: 'Search saved operations',
    searchHint: 'Search, then ↓ and Enter',
    loading: 'Loading …',
    failed: (why: string) => `The list did not load: ${why}. Reload the page to try again.`,
    answered: (status: number) => `the server answered ${status}`,
    leftOut: (count: number) =>
      count === 1
        ? '1 file of this server’s folder is left out'
        : `${count} files of this server’s folder are left out`,
    none: 'None yet: add files to schema/operations.',
    noMatch: (text: string) => `No saved operation has “${text}” in its question, title or name.`,
    count: (shown: number, all: number) => (shown === all ? `${all} operations` : `${shown} of ${all} operations`),
  },

  result: {
    label: 'Show the result as',
    answer: 'Answer',
    graph: 'Graph',
    loading: 'Loading what draws graphs …',
    nothingRun: 'Nothing to draw yet',
    nothingRunHelp: 'Run an operation. What it answers of lineage, impact or paths is drawn here.',
    refused: 'There is no answer to draw, but an error',
    nothingToDraw: 'Nothing in this answer can be drawn',
    nothingToDrawHelp:
      'Ask for lineage, impact or paths, with what tells their ends: ids of nodes, from and to of links, the nodes of a path.',
    problem: (why: string) => `The answer can not be read: ${why}`,
    size: (nodes: number, links: number) =>
      `${nodes.toLocaleString('en')} ${nodes === 1 ? 'entity' : 'entities'}, ${links.toLocaleString('en')} ${links === 1 ? 'relation' : 'relations'}`,
    cut: 'The answer says that it is not all there is.',
    errors: 'The answer has errors, too: they stand under “Answer”.',
    sketch:
      'Some lines stand for ways that were not asked for. Ask for links, or for the nodes of a path, to see them.',
    openPage: (name: string) => `Open ${name} in the explorer`,
  },

  share: {
    button: 'Share',
    title: 'Share this operation',
    ways: { link: 'Link', curl: 'curl', typescript: 'TypeScript', python: 'Python' },
    about: {
      link: 'Opens the playground with this operation and its variables, and runs it unless it changes something. Headers are left out.',
      curl: 'A command for a shell, with the headers that are set.',
      typescript: 'A module, with the headers that are set.',
      python: 'A program for gql 4, with the headers that are set.',
    },
    making: 'Making it …',
    copy: 'Copy',
    copied: 'Copied.',
    selected: 'This page may not copy by itself: it is selected, so press Ctrl+C or ⌘C.',
    tooLong: (most: number) =>
      `As a link this would have more than ${most.toLocaleString('en')} characters, which some programs cut off. Shorten the operation or its variables, or copy it in another form.`,
    noJson: (what: 'variables' | 'headers') => `The ${what} are not a JSON object. Mend them first.`,
    noOperation: 'There is no operation in the editor that can be read. Mend it first.',
    notRun: 'This link changes something, so it was not run. Read it, and run it if you mean to.',
    unreadable: 'What this link opens can not be read as one operation, so it was not run. Mend it in the editor.',
    broken: 'This link is broken or was cut off on its way. Ask for it again. The editor has what you had open.',
  },
} as const;
