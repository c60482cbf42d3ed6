import { describe, expect, it } from '@jest/globals';
import { parseBaseUrl } from '../../../src/bland/address.ts';
import { Stop } from '../../../src/errors.ts';

describe('the service’s address', () => {
  it.each([
    ['https://api.bland.ai', 'https://api.bland.ai'],
    ['https://api.bland.ai///', 'https://api.bland.ai'],
    ['https://voice.example.com/eu/', 'https://voice.example.com/eu'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.1.2.3:8080/', 'http://127.1.2.3:8080'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:1', 'http://[::1]:1'],
  ])('%s is taken as %s', (text, expected) => {
    expect(parseBaseUrl(text)).toBe(expected);
  });

  it.each([
    ['http://api.bland.ai', 'Use https://'],
    ['http://127.0.0.1.example.com', 'Use https://'],
    ['ftp://api.bland.ai', 'Use https://'],
    ['api.bland.ai', 'Set BLAND_BASE_URL to an address'],
    ['https://user:secret@api.bland.ai', 'Set BLAND_BASE_URL to https://api.bland.ai'],
    ['https://api.bland.ai?x=1', 'Set BLAND_BASE_URL to https://api.bland.ai'],
    ['https://api.bland.ai/v1', 'Set BLAND_BASE_URL to https://api.bland.ai'],
    ['https://voice.example.com/eu/v1/', 'Set BLAND_BASE_URL to https://voice.example.com/eu'],
  ])('%s is refused, with what to do', (text, hint) => {
    const stop = parseBaseUrl(text);
    expect(stop).toBeInstanceOf(Stop);
    expect(stop).toMatchObject({ code: 'bad_address', hint: expect.stringContaining(hint) });
    expect(JSON.stringify(stop)).not.toContain('secret');
  });
});
