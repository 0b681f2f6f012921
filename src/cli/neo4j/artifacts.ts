import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Environment, Jdk } from './find-jdk.ts';
import type { Unavailable } from './unavailable.ts';

const MAVEN_DEADLINE_MS = 10 * 60_000;

/**
 * Brings Neo4j Community's jars of one version into a cache outside the repository, about 170 MB, once for a machine.
 * Processes may race: each works in a folder of its own, and the first to rename it into place wins. So a folder that
 * has its final name is complete.
 */
export async function neo4jJars(version: string, jdk: Jdk, env: Environment): Promise<{ lib: string } | Unavailable> {
  const cache = cacheFolder(env);
  const final = join(cache, version);
  const lib = join(final, 'lib');
  if (existsSync(lib)) return { lib };

  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(`${final}.`);
  try {
    await writeFile(join(work, 'pom.xml'), pom(version));
    const failure = await copyDependencies(work, jdk, env);
    if (failure) return existsSync(lib) ? { lib } : { unavailable: failure };
    await rename(work, final).catch((error: unknown) => {
      if (!existsSync(lib)) throw error;
    });
    return { lib };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function cacheFolder(env: Environment): string {
  const xdg = env['XDG_CACHE_HOME'];
  const cache = xdg && isAbsolute(xdg) ? xdg : join(env['HOME'] ?? '/tmp', '.cache');
  return join(cache, 'throughline/neo4j');
}

function pom(version: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>throughline</groupId>
  <artifactId>neo4j</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.neo4j.test</groupId>
      <artifactId>neo4j-harness</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;
}

/** Runs Maven in the folder; answers nothing when it went well, else why it did not. */
async function copyDependencies(folder: string, jdk: Jdk, env: Environment): Promise<string | undefined> {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  const mvn = spawn('mvn', ['-q', '-B', goal, `-DoutputDirectory=${join(folder, 'lib')}`], {
    cwd: folder,
    env: { ...env, JAVA_HOME: jdk.home },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: MAVEN_DEADLINE_MS,
  });
  let output = '';
  mvn.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  mvn.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    mvn.once('error', (error) =>
      resolve(`Maven's mvn, which fetches Neo4j's jars, could not be run: ${error.message}`),
    );
    mvn.once('close', (code) => {
      const error = output.split('\n').find((line) => line.includes('[ERROR]')) ?? output.trim().slice(-500);
      resolve(code === 0 ? undefined : `mvn could not fetch Neo4j's jars (exit ${code}): ${error}`);
    });
  });
}
