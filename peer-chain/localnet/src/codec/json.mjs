// JSON as a validator writes it: 64-bit integers are bare numbers, however large. JSON.stringify refuses BigInt, hence
// this writer. Values that are undefined are left out of objects, as JSON.stringify does.

const MOST_KEYS = 1_000;
/** key → the key as JSON and its colon; the same few hundred come again and again */
const keys = new Map();

export function toJson(value) {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? `${value}` : 'null';
    case 'boolean':
    case 'bigint':
      return `${value}`;
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? arrayToJson(value) : objectToJson(value);
    default:
      return 'null';
  }
}

function arrayToJson(array) {
  let text = '[';
  for (let i = 0; i < array.length; i++) text += (i === 0 ? '' : ',') + toJson(array[i]);
  return text + ']';
}

function objectToJson(object) {
  let text = '';
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    text += (text === '' ? '' : ',') + (keys.get(key) ?? rememberKey(key)) + toJson(value);
  }
  return '{' + text + '}';
}

function rememberKey(key) {
  const text = `${JSON.stringify(key)}:`;
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(key, text);
  return text;
}
