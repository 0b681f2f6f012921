import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../.ci/run', import.meta.url));
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/**
 * Runs the real script in a folder of its own, where `npm` does what the lines say: a step by its name, then what it
 * prints and how it ends. What is not listed ends well and prints nothing.
 */
function run(npm: string, programs: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-ci-'));
  folders.push(folder);
  const bin = join(folder, 'bin');
  for (const each of ['.ci', 'bin', 'jdk/bin']) mkdirSync(join(folder, each), { recursive: true });
  // Whatever Java this machine has: only the one here may be found.
  const script = readFileSync(SCRIPT, 'utf8').replaceAll('/usr/lib/jvm/* /opt/*', `${folder}/jdk`);
  writeFileSync(join(folder, '.ci/run'), script);
  const all = {
    ...{
      chromium: '',
      mvn: '',
      curl: '',
      go: '',
      alertmanager: '',
      'redis-server': '',
      python3: '',
      'apt-get': 'echo "apt-get $*" >&2',
      'apt-cache': '',
    },
    ...{ id: 'echo 0', npm: `case "$*" in\n${npm}\nesac`, '../jdk/bin/java': `echo 'openjdk version "25.0.1"' >&2` },
    ...programs,
  };
  for (const [name, body] of Object.entries(all)) {
    writeFileSync(join(bin, name), `#!/bin/bash\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { PATH: `${bin}:/usr/bin:/bin` };
  const { status, stdout } = spawnSync('bash', [join(folder, '.ci/run')], { env, encoding: 'utf8' });
  return { status, last: stdout.trimEnd().split('\n').at(-1), stdout };
}

const TESTS = `test) echo '7 passed, 0 failed, 2 skipped' ;; 'run test:long') echo '3 passed, 0 failed, 0 skipped' ;;`;

test('it ends with the counts of all runs of tests', () => {
  expect(run(TESTS)).toMatchObject({ status: 0, last: '10 passed, 0 failed, 2 skipped' });
  const failing = `test) echo '5 passed, 2 failed, 0 skipped'; exit 1 ;;`;
  expect(run(failing)).toMatchObject({ status: 1, last: '5 passed, 2 failed, 0 skipped' });
});

test.each(['run lint', 'run format:check', 'run types', 'run deadcode', 'run deps', 'run schema:check', 'ci'])(
  'a failed npm %s is one more failure',
  (step) => {
    expect(run(`${TESTS} '${step}') echo wrong; exit 1 ;;`)).toMatchObject({
      ...{ status: 1, last: '10 passed, 1 failed, 2 skipped' },
    });
  },
);

test('a run of tests that breaks off counts as a failure, whatever it printed', () => {
  const broken = `test) echo '7 passed, 0 failed, 2 skipped'; exit 1 ;; 'run test:long') exit 137 ;;`;
  expect(run(broken)).toMatchObject({ status: 1, last: '7 passed, 2 failed, 2 skipped' });
});

test('what failed, and why, is told once more behind all steps', () => {
  const told = 'some.test.ts, adds up\n    AssertionError: expected 3 to be 4\n\n5 passed, 1 failed, 0 skipped';
  const { stdout } = run(
    `test) printf 'much before\n\nFailed, and why:\n  ${told}\n'; exit 1 ;; 'run lint') echo unused variable; exit 1 ;;`,
  );
  const [, behind] = stdout.split('== docs\n');
  expect(behind).toContain(`== test failed\nFailed, and why:\n  ${told}`.replace('\n\n', '\n'));
  expect(behind).toContain('== lint failed\nunused variable');
  expect(behind).not.toContain('much before');
  expect(run(TESTS).stdout).not.toContain('failed\n');
});

test('what is missing is installed', () => {
  const { status, stdout } = run(TESTS, { python3: 'exit 1' });
  expect([status, stdout]).toEqual([
    0,
    expect.stringContaining('apt-get install -y -qq --no-install-recommends python3-venv'),
  ]);
  expect(run(TESTS).stdout).not.toContain('apt-get');
});

test('without root it says what is missing', () => {
  const { status, last, stdout } = run(TESTS, { id: 'echo 1000', python3: 'exit 1' });
  expect([status, last]).toEqual([1, '10 passed, 1 failed, 2 skipped']);
  expect(stdout).toContain('could install it here: python3-venv');
});

test.each([
  ['openjdk-17-jre-headless', 'this Debian has none', 1],
  ['openjdk-25-jre-headless\nopenjdk-21-jre-headless', 'recommends openjdk-21-jre-headless', 0],
])('of the JDKs %j it takes the oldest that fits, or says that there is none', (names, told, status) => {
  // Too old until something is installed.
  const java = `[ -e "$0.new" ] && echo 'java version "21.0.1"' >&2 || echo 'java version "17.0.1"' >&2`;
  const apt = `echo "apt-get $*" >&2; [ "$1" = install ] && touch "$(dirname "$0")/../jdk/bin/java.new"; exit 0`;
  const ran = run(TESTS, { '../jdk/bin/java': java, 'apt-get': apt, 'apt-cache': `printf '%s\n' '${names}'` });
  expect([ran.status, ran.stdout]).toEqual([status, expect.stringContaining(told)]);
  expect(ran.last).toBe(`10 passed, ${status} failed, 2 skipped`);
});
