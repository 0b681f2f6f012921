import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes: short files, by whose size they would come last and leave the other workers idle. */
const SLOW = [/contract\/neo4j/, /both-stores/, /neo4j-process/, /gateway/, /process/, /oracle/, /neo4j|e2e|store/];

/** Begins with what takes longest, so that it does not go on alone at the end. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = SLOW.findIndex((pattern) => pattern.test(moduleId));
      return place === -1 ? SLOW.length : place;
    };
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}
