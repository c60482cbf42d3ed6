import { expect, it } from '@jest/globals';
import { perObject } from '../../../src/model/per-object.ts';

it('works out once for each object, and anew for one that is only equal', () => {
  const asked: object[] = [];
  const nameOf = perObject(({ name }: { readonly name: string }) => {
    asked.push({ name });
    return name;
  });
  const [one, equal] = [{ name: 'a' }, { name: 'a' }];
  expect([nameOf(one), nameOf(one), nameOf(equal)]).toEqual(['a', 'a', 'a']);
  expect(asked).toHaveLength(2);
});
