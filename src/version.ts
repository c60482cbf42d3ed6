/** The version of this package: filled in by the build, `0.0.0-source` when run from source (tests). */
declare const PERSONA_SYNC_VERSION: string | undefined;

export const VERSION: string = typeof PERSONA_SYNC_VERSION === 'string' ? PERSONA_SYNC_VERSION : '0.0.0-source';
