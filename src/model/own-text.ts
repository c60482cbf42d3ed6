/** The same text, without the larger one that it was cut from: V8 keeps that alive for a part of it. */
export function ownText(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
