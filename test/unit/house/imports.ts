/** What the source files import, read from their text, and the rules that the house has for it. */

export interface Import {
  /** Relative to `src`, with `/`. */
  readonly file: string;
  /** As written: `../model/plan.ts`, `node:path`, `yaml`. */
  readonly from: string;
}

/**
 * All forms: `import … from`, `export … from`, a bare `import`, `import()`, also of types. Lines that begin as comments
 * are left out.
 */
export function importsIn(file: string, text: string): Import[] {
  const code = withoutComments(text);
  const forms = [/^(?:import|export)\b[^'";]*\bfrom\s*'([^']+)'/gm, /^import\s*'([^']+)'/gm, /\bimport\(\s*'([^']+)'/g];
  return forms.flatMap((form) => [...code.matchAll(form)].map(([, from = '']) => ({ file, from })));
}

/** The text with its comments blanked; strings that hold `//` are told apart by the space before a comment. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** A folder of `src`, or a file at its top by its name: `plan`, `pipeline`. */
export function unitOf(file: string): string {
  return (file.split('/')[0] ?? '').replace(/\.ts$/, '');
}

/** The unit that a relative import leads to, or null for a library and for data. */
export function targetOf({ file, from }: Import): string | null {
  if (!from.startsWith('.') || isData(from)) return null;
  return unitOf(new URL(from, `file:///${file}`).pathname.slice(1));
}

export interface HouseRules {
  /** From the door to the ground; a unit imports from lower lines, and within its own folder. */
  readonly layers: readonly (readonly string[])[];
  /** Anyone may import them. */
  readonly leaves: Readonly<Record<string, readonly string[]>>;
  /** All that these may import beside the leaves; narrower than the layers, or sideways. */
  readonly exceptions: Readonly<Record<string, readonly string[]>>;
}

/** Every import that the rules forbid, as `src/a.ts → b`. */
export function violations(imports: readonly Import[], rules: HouseRules): string[] {
  return imports.flatMap((one) => {
    const target = targetOf(one);
    if (target === null || mayImport(one.file, target, rules)) return [];
    return [`${one.file} → ${one.from}`];
  });
}

function mayImport(file: string, target: string, { layers, leaves, exceptions }: HouseRules): boolean {
  const unit = unitOf(file);
  const ownLeaves = leaves[unit];
  if (ownLeaves !== undefined) return target === unit || ownLeaves.includes(target);
  if (Object.hasOwn(leaves, target)) return true;
  const isFolder = file.includes('/');
  if (isFolder && target === unit) return true;
  const allowed = exceptions[unit];
  if (allowed !== undefined) return allowed.includes(target);
  const level = layers.findIndex((layer) => layer.includes(unit));
  return level !== -1 && layers.slice(level + 1).some((layer) => layer.includes(target));
}

/** A schema, which counts as a library of its own. */
function isData(from: string): boolean {
  return from.endsWith('.json');
}

/** Library (or piece of data) → the files that import it, `node:` aside. */
export function libraryFiles(imports: readonly Import[]): Map<string, Set<string>> {
  const files = new Map<string, Set<string>>();
  for (const { file, from } of imports) {
    if ((from.startsWith('.') && !isData(from)) || from.startsWith('node:')) continue;
    const [scope = '', name = ''] = from.replace(/^[./]+/, '').split('/');
    const library = scope.startsWith('@') || isData(from) ? `${scope}/${name}` : scope;
    files.set(library, (files.get(library) ?? new Set()).add(file));
  }
  return files;
}

/** What reaches for the process instead of being handed it. */
export function reachesIn(text: string): string[] {
  const code = withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
  const globals = /(?<![\w.$])(?:process|console|globalThis)(?=\s*[.[(])|(?<![\w.$])fetch(?=\s*\()/g;
  const own = importsIn('', text).filter(({ from }) => ['node:process', 'node:console', 'process'].includes(from));
  return [...[...code.matchAll(globals)].map(([found]) => found), ...own.map(({ from }) => from)];
}
