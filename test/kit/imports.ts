import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ICruiseOptions, ICruiseResult } from 'dependency-cruiser';

const projectRoot = join(import.meta.dirname, '../..');

/** What is held to rules. Most tests may import whatever they like. */
const ROOMS = ['src', 'seed', 'test/federation/outside'];

/** What a browser runs is bundled by Vite, and is read by no rule. */
const APPS = [join('src', 'playground', 'app'), join('src', 'explorer', 'app')];

export interface ImportCheck {
  /** How many of our own modules were read. */
  readonly modules: number;
  /** `rule: from → to`, sorted. */
  readonly violations: readonly string[];
}

/** Checks the import rules of .dependency-cruiser.mjs over a tree laid out like this repository. */
export async function checkImports(root = projectRoot): Promise<ImportCheck> {
  giveCruiserTypeScript6();
  const { cruise } = await import('dependency-cruiser');
  const rooms = ROOMS.filter((room) => existsSync(join(root, room)));
  const { output } = await cruise(rooms, { ...(await rules()), baseDir: root, validate: true });
  const { modules, summary } = output as ICruiseResult;
  return {
    modules: modules.filter(({ source }) => rooms.some((room) => source.startsWith(`${room}/`))).length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort(),
  };
}

export async function ruleNames(): Promise<string[]> {
  const { ruleSet } = await rules();
  return (ruleSet?.forbidden ?? []).map((rule) => rule.name ?? 'unnamed');
}

async function rules(): Promise<ICruiseOptions> {
  const { default: extractOptions } = await import('dependency-cruiser/config-utl/extract-depcruise-options');
  return extractOptions(join(projectRoot, '.dependency-cruiser.mjs'));
}

/** How many modules there are to check: a check that read fewer has overlooked some. */
export function countModules(root = projectRoot): number {
  return ROOMS.filter((room) => existsSync(join(root, room)))
    .flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => join(room, file)),
    )
    .filter((file) => /\.m?[jt]s$/.test(file) && !APPS.some((app) => file.startsWith(app))).length;
}

/**
 * dependency-cruiser imports `typescript` for its compiler API, which TypeScript 7 does not have yet; it then reads no
 * TypeScript at all, and finds nothing wrong. So it is given TypeScript 6 under that name, for itself alone.
 */
function giveCruiserTypeScript6(): void {
  const folder = join(projectRoot, 'node_modules/dependency-cruiser/node_modules');
  mkdirSync(folder, { recursive: true });
  try {
    symlinkSync('../../@typescript/typescript6', join(folder, 'typescript'));
  } catch (error) {
    if (!existsSync(join(folder, 'typescript'))) throw error;
  }
}
