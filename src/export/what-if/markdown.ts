import { urnParts, type Urn } from '../../kernel/urn.ts';
import { code } from './code.ts';
import type { List, Report } from './document.ts';
import { unknowns } from './unknowns.ts';

const SAYS: Readonly<Record<string, string>> = {
  BREAKS: 'something is known to use just what goes, or is not as it was',
  MAY_BREAK: 'something may use what goes, or is not as it was',
  CHANGES_MEANING: 'nothing breaks, but a KPI means something else',
  CHANGES_RISK: 'nothing breaks, but more or less is at risk than before',
  SAFE: 'nothing that is recorded needs to change',
};

/** Rows of a table; fewer where the whole would be too long. */
const MOST_ROWS = 20;
/** What hosts of pull requests take as one comment, and some room. */
const LONGEST = 60_000;
const MOST_NAMES = 5;

/** The report as the body of a pull request's comment. Names in it are anybody's, and stand as code. */
export function whatIfMarkdown(report: Report): string {
  for (let rows = MOST_ROWS; ; rows = Math.floor(rows / 2)) {
    const text = written(report, rows);
    if (text.length <= LONGEST || rows === 1) return text;
  }
}

function written(report: Report, rows: number): string {
  const { verdict, consumers, impact, kpiShifts, answer } = report;
  const { moment, watermark } = answer;
  const parts = [
    `## What if: ${verdict.replaceAll('_', ' ')}`,
    `${sentence(SAYS[verdict] ?? verdict)} ${consumers.total.value} to change, ${affectedText(report.affected)} affected.`,
    changesTable(report),
    ...table('KPIs at risk', ['KPI', 'risk', 'by way of'], impact.kpis, rows, ({ kpi, risk, path }) => [
      code(kpi.name),
      String(risk),
      wayText(path.nodes.map(({ id }) => id)),
    ]),
    ...table('KPIs with another risk', ['KPI', 'before', 'after'], kpiShifts, rows, ({ kpi, before, after }) => [
      code(kpi.name),
      ...[before, after].map(String),
    ]),
    ...table('Deployments at risk', ['deployment', 'risk'], impact.deployments, rows, ({ deployment, risk }) => [
      code(deployment.name),
      String(risk),
    ]),
    ...table('Whom to tell', ['who', 'answers for'], impact.owners, rows, ({ owner, owns, ownsCount }) => [
      code(owner.name),
      namesText(
        owns.map(({ name }) => name),
        ownsCount.value,
      ),
    ]),
    ...table('Has to change', ['consumer', 'uses', 'how sure', 'other sources', 'code'], consumers, rows, (each) => [
      code(each.consumer.name),
      namesText(each.uses.map(nameOf), each.uses.length),
      surenessText(each),
      { NONE: 'none', SOME: 'some' }[each.sourcesLeft ?? ''] ?? 'not known',
      each.job === null ? '' : code(each.job.sourceCodeUrl ?? each.job.name),
    ]),
    ...judgedTable(report, rows),
    '### What is not known',
    unknowns(report)
      .map((line) => `- ${line}`)
      .join('\n'),
    `As of \`${moment.asOf}\`, as far as was known at \`${moment.knownAt}\`: log position \`${watermark}\`. Nothing was written.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function changesTable({ outcomes }: Report): string {
  const lines = outcomes.map(({ type, subject, verdict, reasons }) => {
    const why = reasons.map(({ type: reason, count }) => `${words(reason)}${count === null ? '' : `: ${count}`}`);
    return line([words(type), code(subject.name), words(verdict).toUpperCase(), why.join(', ')]);
  });
  return [line(['change', 'of', 'verdict', 'why']), line(['---', '---', '---', '---']), ...lines].join('\n');
}

function judgedTable({ outcomes }: Report, rows: number): string[] {
  const nodes = outcomes.flatMap(({ judged }) => judged ?? []);
  const list = { total: { value: nodes.length, exact: true }, nodes };
  return table('Judged by another definition', ['what', 'whose'], list, rows, ({ name, owners }) => [
    code(name),
    namesText(
      owners.map((owner) => owner.name),
      owners.length,
    ),
  ]);
}

/** With a heading; nothing of an empty list. */
function table<T>(
  title: string,
  head: readonly string[],
  { total, nodes }: List<T>,
  rows: number,
  cells: (item: T) => readonly string[],
): string[] {
  if (nodes.length === 0) return [];
  const shown = nodes.slice(0, rows);
  const more = total.value - shown.length;
  const isMore = more > 0 || !total.exact;
  const lines = [
    line(head),
    line(head.map(() => '---')),
    ...shown.map((item) => line(cells(item))),
    ...(isMore
      ? [line([total.exact ? `and ${more} more` : `and at least ${more} more`, ...head.slice(1).map(() => '')])]
      : []),
  ];
  return [`### ${title} (${total.value}${total.exact ? '' : ' or more'})`, lines.join('\n')];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function affectedText({ total }: Report['affected']): string {
  return total.exact ? `${total.value}` : `at least ${total.value}`;
}

function surenessText({ known, link }: Report['consumers']['nodes'][number]): string {
  const why = link.grain === 'TABLE_FALLBACK' ? 'does not say which columns' : 'concluded';
  return known ? `known, ${link.confidence}` : `${why}, ${link.confidence}`;
}

/** The names of a way; of a long one its ends. */
function wayText(ids: readonly Urn[]): string {
  const names = ids.map((id) => code(nameOf(id)));
  const isLong = names.length > MOST_NAMES + 1;
  return (isLong ? [...names.slice(0, 3), `… ${names.length - MOST_NAMES} …`, ...names.slice(-2)] : names).join(' → ');
}

function namesText(names: readonly string[], count: number): string {
  const shown = names.slice(0, MOST_NAMES);
  const more = count - shown.length;
  return [...shown.map(code), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function nameOf(id: Urn): string {
  return urnParts(id).name;
}

function words(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
