// Exits with 0 when node_modules holds what package-lock.json asks for: npm writes down there what it installed.
// Of the folder that is named, or of this one.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));

function packages(path) {
  try {
    return JSON.parse(readFileSync(resolve(folder, path), 'utf8')).packages;
  } catch {
    return null;
  }
}

const wanted = packages('package-lock.json');
const installed = packages('node_modules/.package-lock.json');

/** Packages for other platforms are optional and stay away. */
const isInSync = ([path, { version, integrity, optional }]) => {
  const present = installed[path];
  if (present === undefined) return optional === true;
  return present.version === version && present.integrity === integrity;
};

const inSync =
  wanted !== null &&
  installed !== null &&
  Object.entries(wanted)
    .filter(([path]) => path !== '')
    .every(isInSync);
process.exit(inSync ? 0 : 1);
