import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Stories that wait for others, or for the clock: begun last they would be waited for by an idle machine. */
const long = ['/thread-', '/races/', '/crash.', '/operating.', '/untold.', '/kitchen.'];

/** The usual order, largest file first, behind the stories that take longest whatever their size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => long.some((name) => moduleId.includes(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
