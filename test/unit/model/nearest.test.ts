import { expect, it } from '@jest/globals';
import { nearestName } from '../../../src/model/nearest.ts';

const NAMES = ['name', 'role', 'description', 'max_duration', 'kb_ids', 'language'];

it.each([
  ['langauge', 'language'],
  ['maxDuration', 'max_duration'],
  ['max-duration', 'max_duration'],
  ['kbIds', 'kb_ids'],
  ['Role', 'role'],
  ['rol', 'role'],
  ['nmae', 'name'],
  ['descripton', 'description'],
])('takes %s for %s', (name, nearest) => {
  expect(nearestName(name, NAMES)).toBe(nearest);
});

it.each(['voice', 'webhook', '', 'x', '__proto__', 'a'.repeat(100_000)])('takes %.20s for nothing', (name) => {
  expect(nearestName(name, NAMES)).toBeNull();
});

it('prefers the nearer of two', () => {
  expect(nearestName('record', ['recorder', 'records'])).toBe('records');
});
