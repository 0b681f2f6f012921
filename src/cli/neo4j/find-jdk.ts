import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Unavailable } from './unavailable.ts';

/** The environment variables of a process, given by its entry file. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Jdk {
  /** The folder that holds `bin/java`. */
  readonly home: string;
  /** 17, 21, 25 … */
  readonly major: number;
}

/**
 * Finds a Java of at least the given major: JAVA_HOME if it fits, else the lowest that does, because the oldest Java
 * that a Neo4j line supports is the one it was tested on the longest.
 */
export function findJdk(atLeast: number, env: Environment): Jdk | Unavailable {
  const seen = new Map<string, Jdk>();
  for (const home of candidateHomes(env)) {
    if (!existsSync(join(home, 'bin/java'))) continue;
    const real = realpathSync(home);
    const major = seen.has(real) ? undefined : majorOf(real);
    if (major !== undefined) seen.set(real, { home: real, major });
  }
  const found = [...seen.values()];
  const fitting = found.filter((jdk) => jdk.major >= atLeast);
  const wished = fitting.find((jdk) => env['JAVA_HOME'] && jdk.home === realpathOf(env['JAVA_HOME']));
  const best = wished ?? fitting.sort((a, b) => a.major - b.major)[0];
  if (best) return best;
  const listed = found.map((jdk) => `Java ${jdk.major} in ${jdk.home}`).join(', ') || 'none';
  const lookedAt = ['JAVA_HOME', 'PATH', ...usualFolders(env)].join(', ');
  return { unavailable: `no Java ${atLeast} or newer (found: ${listed}; looked at: ${lookedAt})` };
}

function candidateHomes(env: Environment): string[] {
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'java'))
    .filter((java) => existsSync(java))
    .map((java) => dirname(dirname(realpathSync(java))));
  const inFolders = usualFolders(env)
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder).flatMap((name) => [join(folder, name), join(folder, name, 'Contents/Home')]),
    );
  return [...(env['JAVA_HOME'] ? [env['JAVA_HOME']] : []), ...onPath, ...inFolders];
}

function usualFolders(env: Environment): string[] {
  const inHome = env['HOME'] ? [join(env['HOME'], '.sdkman/candidates/java')] : [];
  return ['/usr/lib/jvm', '/opt', ...inHome, '/Library/Java/JavaVirtualMachines'];
}

/** Reads the `release` file that a JDK carries, and asks `java -version` only where there is none. */
function majorOf(home: string): number | undefined {
  const release = join(home, 'release');
  const text = existsSync(release)
    ? readFileSync(release, 'utf8')
    : spawnSync(join(home, 'bin/java'), ['-version'], { encoding: 'utf8', timeout: 10_000 }).stderr;
  const major = /(?:JAVA_VERSION=|version )"(?:1\.)?(\d+)/.exec(text ?? '')?.[1];
  return major === undefined ? undefined : Number(major);
}

function realpathOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
