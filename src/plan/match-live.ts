/** How a live persona is named by somebody who knows no files: by its id, its exact name, or a number that it answers. */
import { inboundNumbers, type LivePersona, liveName } from '../model/persona.ts';

/** The personas that the selector names: by id, else by name, else by phone number. */
export function matchLive<P extends { readonly live: LivePersona }>(personas: readonly P[], selector: string): P[] {
  const byId = personas.filter(({ live }) => live.id === selector);
  if (byId.length > 0) return byId;
  const byName = personas.filter(({ live }) => liveName(live) === selector);
  return byName.length > 0 ? byName : personas.filter(({ live }) => answers(live, selector));
}

/** Fewer digits are no number that anybody calls. */
const FEWEST_DIGITS = 5;

/** Digits in which a number without its country code must agree at the end. */
const NATIONAL_DIGITS = 7;

/** The digits of what looks like a phone number (`+1 (415) 555-0100`, `0041 44 …`), else null. */
export function phoneDigits(selector: string): string | null {
  if (!/^\s*\+?[\d\s()./\u00a0\u2010-\u2015-]+$/.test(selector)) return null;
  const digits = selector.replace(/\D/g, '').replace(/^00/, '');
  return digits.length < FEWEST_DIGITS ? null : digits;
}

/** Whether the persona answers the number. One that was written without `+` may lack its country code. */
export function answers(live: LivePersona, selector: string): boolean {
  const wanted = phoneDigits(selector);
  if (wanted === null) return false;
  const isNational = !/^\s*(\+|00)/.test(selector) && wanted.length >= NATIONAL_DIGITS;
  return inboundNumbers(live)
    .map((number) => number.replace(/\D/g, ''))
    .some((digits) => digits === wanted || (isNational && digits.endsWith(wanted.replace(/^0/, ''))));
}
