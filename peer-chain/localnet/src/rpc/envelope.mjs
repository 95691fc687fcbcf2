// What JSON-RPC wraps around a call and its answer.

import { toJson } from '../codec/json.mjs';

export function isRequest(request) {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return false;
  if (request.jsonrpc !== '2.0' || typeof request.method !== 'string') return false;
  return request.params === undefined || Array.isArray(request.params);
}

export const success = (id, result) => `{"jsonrpc":"2.0","result":${toJson(result)},"id":${toJson(id)}}`;

/** @param {import('./rpc-error.mjs').RpcError} error */
export const failure = (id, error) => `{"jsonrpc":"2.0","error":${toJson(error.toJson())},"id":${toJson(id)}}`;

/** What a server sends of its own accord. */
export const notification = (method, params) => `{"jsonrpc":"2.0","method":"${method}","params":${toJson(params)}}`;
