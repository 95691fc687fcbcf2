/** The result of a simulation, as simulateTransaction and the data of a preflight failure show it. */
export function encodeSimulation({ err, logs, unitsConsumed, returnData }) {
  return {
    accounts: null,
    err,
    innerInstructions: null,
    loadedAccountsDataSize: null,
    logs,
    replacementBlockhash: null,
    returnData:
      returnData === null
        ? null
        : { programId: returnData.programId, data: [returnData.data.toString('base64'), 'base64'] },
    unitsConsumed,
  };
}

/** The outcome of a transaction that was refused before anything ran. */
export const refused = (err) => ({ err, logs: [], unitsConsumed: 0, returnData: null, innerInstructions: [] });
