import type { SerializedError } from 'vitest';
import type { Reporter, TestModule, TestSuite } from 'vitest/node';

/** Of each error this much is repeated at the end; the whole of it stands where vitest tells of it. */
const MESSAGE_LENGTH = 4_000;

/**
 * Closes a run with the suites that could not run, each with its reason, all that failed, each with its error, and the
 * plain line `N passed, N failed, N skipped`. Failed counts what vitest lists beside the tests as well: files that do not
 * load, failing hooks, unhandled errors. Printed as the process exits, so that nothing comes after it and who sees no more
 * than the end of a log learns what failed.
 */
export class Summary implements Reporter {
  // A run that breaks off before its end must not close like one where all is well.
  private counts = { passed: 0, failed: 1, skipped: 0 };
  private readonly notRun: string[] = [];
  private readonly failures: string[] = [];

  onInit(): void {
    process.once('exit', () => {
      if (this.notRun.length) console.log(`\nNot run, and why:\n${this.notRun.join('\n')}`);
      if (this.failures.length) console.log(`\nFailed, and why:\n${this.failures.join('\n')}`);
      const { passed, failed, skipped } = this.counts;
      console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
      if (failed > 0) process.exitCode ||= 1;
    });
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<SerializedError>): void {
    this.counts = { passed: 0, failed: 0, skipped: 0 };
    for (const error of unhandled) this.fail('outside of tests', [error]);
    for (const module of modules) {
      for (const node of [module, ...module.children.allSuites()]) {
        for (const error of node.errors()) this.fail(`${module.relativeModuleId}, ${suiteName(node)}`, [error]);
      }
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        const name = `${module.relativeModuleId}, ${test.fullName}`;
        if (state === 'failed') this.fail(name, errors);
        else if (state !== 'pending') this.counts[state] += 1;
        const reason = test.meta().unavailable;
        if (reason !== undefined)
          this.notRun.push(`  ${module.relativeModuleId}, ${suiteName(test.parent)}: ${reason}`);
      }
    }
  }

  private fail(where: string, errors: ReadonlyArray<SerializedError>): void {
    this.counts.failed += 1;
    const texts = errors.map((error) => `${error.stack ?? error.message}`.slice(0, MESSAGE_LENGTH));
    this.failures.push(`  ${where}`, ...texts.join('\n').replaceAll(/^/gm, '    ').split('\n'));
  }
}

function suiteName(node: TestSuite | TestModule): string {
  return node.type === 'suite' ? node.fullName : 'the whole file';
}
