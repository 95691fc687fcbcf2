import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { StorageError } from './storage-error.mjs';

/** Keeps a second server out of a data directory. The lock of a process that was killed does not count. */
export class DirectoryLock {
  #path;

  constructor(path) {
    this.#path = path;
    const holder = this.#holder();
    if (holder !== null) {
      throw new StorageError(`The data directory is in use by process ${holder}; if it is not, delete ${path}.`);
    }
    writeFileSync(path, `${process.pid}\n`);
  }

  release() {
    rmSync(this.#path, { force: true });
  }

  #holder() {
    let pid;
    try {
      pid = Number(readFileSync(this.#path, 'utf8'));
      process.kill(pid, 0);
    } catch (error) {
      return error.code === 'EPERM' ? pid : null;
    }
    return pid === process.pid ? null : pid;
  }
}
