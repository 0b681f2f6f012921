import type { SerializedError } from 'vitest';
import type { Reporter, TestModule, TestSuite } from 'vitest/node';

/**
 * Closes a run with the suites that could not run, each with its reason, and the plain line
 * `N passed, N failed, N skipped`. Failed counts what vitest lists beside the tests as well: files that do not load,
 * failing hooks, unhandled errors. Printed as the process exits, so that nothing comes after it.
 */
export class Summary implements Reporter {
  // A run that breaks off before its end must not close like one where all is well.
  private counts = { passed: 0, failed: 1, skipped: 0 };
  private readonly notRun: string[] = [];

  onInit(): void {
    process.once('exit', () => {
      if (this.notRun.length) console.log(`\nNot run, and why:\n${this.notRun.join('\n')}`);
      const { passed, failed, skipped } = this.counts;
      console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
      if (failed > 0) process.exitCode ||= 1;
    });
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<SerializedError>): void {
    this.counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      this.counts.failed += errorsBesideTests(module);
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') this.counts[state] += 1;
        const reason = test.meta().unavailable;
        if (reason !== undefined)
          this.notRun.push(`  ${module.relativeModuleId}, ${suiteName(test.parent)}: ${reason}`);
      }
    }
  }
}

function errorsBesideTests(module: TestModule): number {
  const suites = [...module.children.allSuites()];
  return [module, ...suites].reduce((sum, node) => sum + node.errors().length, 0);
}

function suiteName(parent: TestSuite | TestModule): string {
  return parent.type === 'suite' ? parent.fullName : 'the whole file';
}
