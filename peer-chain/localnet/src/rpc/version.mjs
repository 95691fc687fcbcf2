/** The validator release whose answers this server follows. */
export const SOLANA_CORE = '3.1.8';
export const FEATURE_SET = 3_073_396_398;

export const withContext = (slot, value) => ({ context: { apiVersion: SOLANA_CORE, slot }, value });
