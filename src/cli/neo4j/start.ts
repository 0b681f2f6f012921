import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { canListen, freePort } from '../free-port.ts';
import type { Neo4jInstallation } from './installation.ts';
import { failureToAnswer } from './ready.ts';

export interface StartOptions {
  readonly installation: Neo4jInstallation;
  /** Folder for configuration, data and logs; made if missing, kept on stop. One line of Neo4j only. */
  readonly home: string;
  /** 0 picks a free port, which stays the same over restarts. */
  readonly boltPort: number;
  readonly httpPort: number;
  /** For user `neo4j`; without it the server asks for none. */
  readonly password?: string | undefined;
  /** For short lives such as tests: compiles less, and is up for two thirds of the CPU time. */
  readonly shortLived?: boolean;
  readonly deadlineMs?: number;
}

/** A Neo4j of its own process, listening on loopback only. Disposing stops it. */
export interface RunningNeo4j extends AsyncDisposable {
  readonly uri: string;
  readonly httpUri: string;
  /** Of the present process; another one after a restart. */
  readonly pid: number;
  /** Settles when the present process has gone, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it cleanly (SIGTERM); SIGKILL follows if that takes longer than 30 seconds. */
  stop(): Promise<void>;
  /** SIGKILL: what a crash of the machine's power looks like to the data, but for the disk's own cache. */
  kill(): Promise<void>;
  /** Stops it if it runs, and starts it again on the same home and ports. */
  restart(): Promise<void>;
}

/** Starts Neo4j and waits until it answers a query over Bolt. Throws with the log's tail where it does not. */
export async function startNeo4j(options: StartOptions): Promise<RunningNeo4j> {
  const { home, password } = options;
  const boltPort = options.boltPort || (await freePort());
  const httpPort = options.httpPort || (await freePort());
  const uri = `bolt://127.0.0.1:${boltPort}`;
  mkdirSync(join(home, 'conf'), { recursive: true });
  mkdirSync(join(home, 'logs'), { recursive: true });
  writeFileSync(join(home, 'conf/neo4j.conf'), configuration(options, boltPort, httpPort));

  async function launch(): Promise<ServerProcess> {
    for (const port of [boltPort, httpPort]) {
      // Another Neo4j there would answer in place of the one started.
      if (!(await canListen(port))) throw new Error(`port ${port} on 127.0.0.1 is taken`);
    }
    const server = spawnServer(options);
    try {
      await untilReady(server, uri, password, options.deadlineMs ?? 120_000);
      return server;
    } catch (error) {
      await server.end('SIGKILL');
      throw error;
    }
  }

  let server = await launch();
  return {
    uri,
    httpUri: `http://127.0.0.1:${httpPort}`,
    get pid() {
      return server.pid;
    },
    get ended() {
      return server.ended;
    },
    stop: () => server.end('SIGTERM'),
    kill: () => server.end('SIGKILL'),
    restart: async () => {
      await server.end('SIGTERM');
      server = await launch();
    },
    [Symbol.asyncDispose]: () => server.end('SIGTERM'),
  };
}

function configuration(options: StartOptions, boltPort: number, httpPort: number): string {
  const settings = {
    'server.default_listen_address': '127.0.0.1',
    'server.bolt.listen_address': `127.0.0.1:${boltPort}`,
    'server.bolt.advertised_address': `127.0.0.1:${boltPort}`,
    'server.http.listen_address': `127.0.0.1:${httpPort}`,
    'server.http.advertised_address': `127.0.0.1:${httpPort}`,
    'dbms.security.auth_enabled': String(options.password !== undefined),
    'dbms.usage_report.enabled': 'false',
    'client.allow_telemetry': 'false',
    'server.memory.pagecache.size': '256m',
    // Its default writes each query with its parameters, which costs more than many a query.
    'db.logs.query.enabled': 'OFF',
    // Its default reserves 256 MB of disk for each database.
    'db.tx_log.preallocate': 'false',
    ...options.installation.settings,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

interface ServerProcess {
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly hasEnded: () => boolean;
  readonly logTail: () => string;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

function spawnServer({ installation, home, shortLived }: StartOptions): ServerProcess {
  const { java, classPath, mainClass } = installation;
  const log = join(home, 'logs/console.log');
  const output = openSync(log, 'w');
  const compiler = shortLived ? ['-XX:TieredStopAtLevel=1'] : [];
  const jvm = ['-Xms256m', '-Xmx768m', '-XX:+UseSerialGC', ...compiler, '-cp', classPath];
  const args = [`--home-dir=${home}`, `--config-dir=${join(home, 'conf')}`, '--console-mode'];
  const child = spawn(java, [...jvm, mainClass, ...args], { stdio: ['ignore', output, output] });
  closeSync(output);

  // Without this an abrupt end of this process would leave a server behind that nobody knows of.
  const killWithParent = () => child.kill('SIGKILL');
  process.once('exit', killWithParent);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  }).finally(() => process.off('exit', killWithParent));

  return {
    pid: child.pid ?? 0,
    ended,
    hasEnded: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null,
    logTail: () => withoutStackFrames(readFileSync(log, 'utf8')).slice(-15).join('\n'),
    end: async (signal) => {
      child.kill(signal);
      await Promise.race([ended, sleep(30_000, undefined, { ref: false })]);
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function withoutStackFrames(log: string): string[] {
  return log.split('\n').filter((line) => line.trim() && !/^\s+(at|\.\.\.) /.test(line));
}

async function untilReady(
  server: ServerProcess,
  uri: string,
  password: string | undefined,
  deadlineMs: number,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const failure = await failureToAnswer(uri, password);
    if (server.hasEnded()) throw new Error(`Neo4j ended while starting; its log ends with:\n${server.logTail()}`);
    if (failure === undefined) return;
    if (Date.now() > deadline) {
      const why = `Neo4j did not answer ${uri} in ${deadlineMs} ms: ${String(failure)}`;
      throw new Error(`${why}; its log ends with:\n${server.logTail()}`, { cause: failure });
    }
    await sleep(150);
  }
}
