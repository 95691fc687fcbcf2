/** A data directory that cannot be used; the message tells the person who started the server why. */
export class StorageError extends Error {
  code = 'LOCALNET';
}
