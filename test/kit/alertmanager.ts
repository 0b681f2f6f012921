import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/cli/free-port.ts';
import { findProgram } from './find-program.ts';
import { startProgram } from './process.ts';
import type { Unavailable } from './unavailable.ts';

const NAMES = ['prometheus-alertmanager', 'alertmanager'];

export interface Alertmanager extends AsyncDisposable {
  /** Hands in alerts, as Prometheus does. */
  post(alerts: readonly object[]): Promise<void>;
}

/** Where an Alertmanager is, or why tests of it can not run. */
export function findAlertmanager(): { program: string } | Unavailable {
  const program = findProgram(NAMES);
  return program === null
    ? { unavailable: `no Alertmanager: looked for ${NAMES.join(', ')} on the PATH` }
    : { program };
}

/** One with this configuration, alone and on loopback, its data in a folder that goes when it closes. */
export async function startAlertmanager(program: string, configuration: string): Promise<Alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-alertmanager-'));
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(file, configuration);
  const address = `127.0.0.1:${await freePort()}`;
  const { child, exit, said } = startProgram(program, [
    ...[`--config.file=${file}`, `--storage.path=${folder}`],
    ...[`--web.listen-address=${address}`, '--cluster.listen-address='],
  ]);
  await said(/(Listening on)/);
  return {
    async post(alerts) {
      const body = JSON.stringify(alerts);
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`http://${address}/api/v2/alerts`, { method: 'POST', headers, body });
      if (!response.ok) throw new Error(await response.text());
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await exit;
      rmSync(folder, { recursive: true });
    },
  };
}
