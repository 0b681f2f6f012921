import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findJdk } from '../../src/cli/neo4j/find-jdk.ts';

// The machine's own Javas are found as well, so these are older and newer than any of them.
let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'throughline-jdk-')));
  await plantJdk('.sdkman/candidates/java/99-tem', 'JAVA_VERSION="99.0.2"');
  await plantJdk('.sdkman/candidates/java/98-tem', 'IMPLEMENTOR="x"\nJAVA_VERSION="98"');
  await plantJdk('eight', 'JAVA_VERSION="1.8.0_402"');
  await plantJdk('without-release-file', undefined);
});

afterAll(() => rm(folder, { recursive: true }));

test('takes the lowest that is new enough', () => {
  expect(findJdk(98, { HOME: folder })).toEqual({ home: join(folder, '.sdkman/candidates/java/98-tem'), major: 98 });
  expect(findJdk(99, { HOME: folder })).toEqual({ home: join(folder, '.sdkman/candidates/java/99-tem'), major: 99 });
});

test('prefers JAVA_HOME where it is new enough, and passes it by where it is not', () => {
  const newest = join(folder, '.sdkman/candidates/java/99-tem');
  expect(findJdk(98, { HOME: folder, JAVA_HOME: newest })).toEqual({ home: newest, major: 99 });
  expect(findJdk(98, { HOME: folder, JAVA_HOME: join(folder, 'eight') })).toMatchObject({ major: 98 });
});

test('asks a Java on PATH that carries no release file', () => {
  const home = join(folder, 'without-release-file');
  expect(findJdk(97, { PATH: join(home, 'bin') })).toEqual({ home, major: 97 });
});

test('says what it found and where it looked', () => {
  const missing = findJdk(100, { HOME: folder, JAVA_HOME: join(folder, 'eight') });
  expect(missing).toEqual({ unavailable: expect.stringContaining('no Java 100 or newer') });
  expect(missing).toEqual({ unavailable: expect.stringContaining(`Java 8 in ${folder}/eight`) });
  expect(missing).toEqual({ unavailable: expect.stringContaining(`${folder}/.sdkman/candidates/java`) });
});

async function plantJdk(path: string, release: string | undefined): Promise<void> {
  const java = join(folder, path, 'bin/java');
  await mkdir(join(folder, path, 'bin'), { recursive: true });
  await writeFile(java, '#!/bin/sh\necho \'openjdk version "97.0.1" 2090-01-01\' >&2\n');
  await chmod(java, 0o755);
  if (release !== undefined) await writeFile(join(folder, path, 'release'), `${release}\n`);
}
