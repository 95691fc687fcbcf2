/** A token amount as the RPC shows it. `uiAmount` is a rounded double, as on a validator; `amount` is exact. */
export function uiTokenAmount(baseUnits, decimals) {
  const uiAmountString = decimalText(baseUnits, decimals);
  return { uiAmount: Number(uiAmountString), decimals, amount: baseUnits.toString(), uiAmountString };
}

function decimalText(baseUnits, decimals) {
  if (decimals === 0) return baseUnits.toString();
  const digits = baseUnits.toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  const whole = digits.slice(0, -decimals);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
