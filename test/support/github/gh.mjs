#!/usr/bin/env node
// Carries a call of `gh` to the test's own stand-in (gh.ts), and its answer back.
const { GH_TOKEN: token = '', GH_REPO, GITHUB_REPOSITORY, GH_STAND_IN: standIn } = process.env;
const repository = GH_REPO ?? GITHUB_REPOSITORY ?? '';
const called = { argv: process.argv.slice(2), cwd: process.cwd(), token, repository, env: process.env };
const response = await fetch(standIn, { method: 'POST', body: JSON.stringify(called) });
const { exit, stdout, stderr } = await response.json();
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exit;
