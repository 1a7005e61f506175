const RANDOM_BYTES = 12;

/** A new client order id. `crypto.randomUUID` is missing on pages served over plain HTTP to other machines; this works everywhere. */
export function newClientOrderId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  return `web-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
