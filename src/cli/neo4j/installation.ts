import { join } from 'node:path';
import { neo4jJars } from './artifacts.ts';
import type { Environment } from './find-jdk.ts';
import { findJdk } from './find-jdk.ts';
import { isUnavailable } from './unavailable.ts';
import type { Unavailable } from './unavailable.ts';

/** The newest calendar release, and the long-term support line that still runs on Java 17. */
export type Neo4jLine = 'current' | 'lts';

/** What is needed to start one line of Neo4j Community on this machine. */
export interface Neo4jInstallation {
  readonly line: Neo4jLine;
  readonly version: string;
  /** Path of the `java` program. */
  readonly java: string;
  readonly classPath: string;
  readonly mainClass: string;
  /** Settings that only this line knows; an unknown setting stops a start. */
  readonly settings: Readonly<Record<string, string>>;
}

const LINES = {
  current: {
    version: '2026.08.1',
    java: 21,
    mainClass: 'org.neo4j.server.Neo4jCommunity',
    settings: {
      // The first two would speak to machines beyond this one; the third makes a stop wait for 10 seconds.
      'server.fleet_discovery.enabled': 'false',
      'dbms.fleet_manager.enabled': 'false',
      'internal.dbms.bolt.netty_server_shutdown_quiet_period_duration': '0s',
    },
  },
  lts: {
    version: '5.26.30',
    java: 17,
    mainClass: 'org.neo4j.server.CommunityEntryPoint',
    settings: { 'internal.dbms.bolt.netty_server_shutdown_quiet_period': '0' },
  },
} as const;

/** Looks for a Java, fetches the jars once, and answers what to start, or why it can't be had here. */
export async function neo4jInstallation(line: Neo4jLine, env: Environment): Promise<Neo4jInstallation | Unavailable> {
  const { version, java, mainClass, settings } = LINES[line];
  const jdk = findJdk(java, env);
  if (isUnavailable(jdk)) return { unavailable: `Neo4j ${version} needs Java: ${jdk.unavailable}` };
  const jars = await neo4jJars(version, jdk, env);
  if (isUnavailable(jars)) return { unavailable: `Neo4j ${version}: ${jars.unavailable}` };
  return { line, version, java: join(jdk.home, 'bin/java'), classPath: join(jars.lib, '*'), mainClass, settings };
}
