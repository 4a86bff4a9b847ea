/** A scanned sheet inside JSON, as bytes; null when the text is not base64. */
export function signatureBlob({ mediaType, base64 }: { mediaType: string; base64: string }): Blob | null {
  try {
    return new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], { type: mediaType })
  } catch {
    return null
  }
}
