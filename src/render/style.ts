/** Colour, or none: chosen once at the edge and handed down. */
import picocolors from 'picocolors';

export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

export function createStyle(colour: boolean): Style {
  return picocolors.createColors(colour);
}

/** For files and documents. */
export const PLAIN: Style = createStyle(false);
