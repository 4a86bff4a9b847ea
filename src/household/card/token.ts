/** What the QR on a card carries: the card's id and the first 32 hex digits of its signature. */
export type CardToken = { cardId: string; signature: string }

/** Reads a token typed, scanned, or taken from the end of a card's address; null when it has not the form of one. */
export function parseToken(text: string): CardToken | null {
  const match = /(?:^|\/)(card_[0-9a-z]{26})\.([0-9a-f]{32})$/.exec(text.trim())
  return match ? { cardId: match[1]!, signature: match[2]! } : null
}

export function tokenText(cardId: string, digest: string): string {
  return `${cardId}.${digest.slice(0, 32)}`
}
