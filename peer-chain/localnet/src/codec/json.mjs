// JSON as a validator writes it: 64-bit integers are bare numbers, however large. JSON.stringify refuses BigInt, hence
// this writer. Values that are undefined are left out of objects, as JSON.stringify does.

export function toJson(value) {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return JSON.stringify(value);
    case 'bigint':
      return value.toString();
    case 'object':
      break;
    default:
      return 'null';
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + toJson(value[i]);
    return text + ']';
  }
  let text = '';
  for (const key of Object.keys(value)) {
    if (value[key] === undefined) continue;
    text += (text === '' ? '' : ',') + JSON.stringify(key) + ':' + toJson(value[key]);
  }
  return '{' + text + '}';
}
