import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contentHash, type Json, type JsonObject } from '../../src/kernel/json.ts';

/** All that the checker needs of a certificate. */
export const CERTIFICATE =
  'certificate { subject conclusion asOf position claims { position source at hash } premises hash }';

/** What the checker says of it, as somebody who runs it sees it. */
export async function checkProof(certificate: JsonObject, log: string): Promise<{ code: number; said: string }> {
  const [{ code, said } = { code: -1, said: '' }] = await checkProofs([certificate], log);
  return { code, said };
}

/** Those of the others that it does not refuse, though their hash fits: by where they differ. */
export async function passing(certificate: JsonObject, log: string): Promise<string[]> {
  const others = [...tampered(withoutHash(certificate))];
  const checked = await checkProofs(
    others.map(([, other]) => rehashed(other as JsonObject)),
    log,
  );
  return others.filter((_, index) => checked[index]?.code === 0).map(([path]) => path);
}

/** One process for all, in which the checker is run anew for each. */
const RUN_ALL = `
  const [count, folder] = process.argv.slice(1);
  for (let index = 0; index < Number(count); index++) {
    process.argv = [process.argv[0], 'main.mjs', folder + '/' + index + '.json', folder + '/log.ndjson'];
    await import(${JSON.stringify(new URL('../../src/cli/check-proof/main.mjs', import.meta.url).href)} + '?' + index);
    console.log(process.exitCode);
  }
  process.exitCode = 0;`;

/** As `checkProof`, of each. */
export async function checkProofs(certificates: readonly JsonObject[], log: string) {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-proof-'));
  try {
    for (const [index, each] of certificates.entries())
      writeFileSync(join(folder, `${index}.json`), JSON.stringify(each));
    writeFileSync(join(folder, 'log.ndjson'), log);
    const args = ['--input-type=module', '-e', RUN_ALL, String(certificates.length), folder];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 });
    const lines = stdout.trim().split('\n');
    return certificates.map((_, index) => ({ said: lines[index * 2] ?? '', code: Number(lines[index * 2 + 1]) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The log of a server as it is exported. */
export async function exportedLog(url: string): Promise<string> {
  return (await fetch(`${url}/api/v1/export/log`)).text();
}

function withoutHash(certificate: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(certificate).filter(([name]) => name !== 'hash'));
}

/** With a hash that fits it, as somebody who tampers would see to. */
export function rehashed(certificate: JsonObject): JsonObject {
  const parts = withoutHash(certificate);
  return { ...parts, hash: contentHash(parts) };
}

/** The same with one part otherwise, for each part: a value changed, a member of a list left out. By where it is. */
export function* tampered(value: Json, path = ''): Generator<readonly [path: string, value: Json]> {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    for (const [index, each] of list.entries()) {
      yield [`${path}[${index}] left out`, list.toSpliced(index, 1)];
      for (const [where, other] of tampered(each, `${path}[${index}]`)) yield [where, list.with(index, other)];
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      for (const [where, other] of tampered(each, `${path}.${name}`)) yield [where, { ...value, [name]: other }];
    }
  } else {
    yield [path, typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${value}x`];
  }
}
