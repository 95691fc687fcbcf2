import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const client = new URL('..', import.meta.url);
const guide = readFileSync(new URL('../../docs/api.md', client), 'utf8');
const runner = readFileSync(new URL('examples/run.ts', client), 'utf8');

/** Each code block of the guide that says which file it shows. */
const shown = new Map(
  [...guide.matchAll(/^\[`peer-web\/client\/(\S+)`\]\(\S+\):\n```\w+\n(.*?)^```$/gms)].map(([, file, text]) => [file, text]),
);

function files(folder, ending) {
  return readdirSync(new URL(folder, client))
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
}

const examples = files('examples', '.ts').filter((file) => file !== 'examples/run.ts');

test('the guide shows every example, as it is', () => {
  assert.deepEqual([...shown.keys()].filter((file) => file.startsWith('examples/')).sort(), examples.sort());
  for (const [file, text] of shown) assert.equal(text, readFileSync(new URL(file, client), 'utf8'), file);
});

test('every block of TypeScript or GraphQL in the guide is such a file', () => {
  assert.equal(guide.match(/^```(ts|graphql)$/gm).length, shown.size);
});

test('every example is run', () => {
  for (const file of examples) assert.ok(runner.includes(`'./${file.slice('examples/'.length, -3)}.js'`), file);
});
