/** What init does with each file: never more than adding to one that is there. */
export interface BegunFile {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** `kept`: it is there already, and stays as it is. */
  readonly action: 'written' | 'extended' | 'kept';
}
