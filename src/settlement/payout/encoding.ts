import iconv from 'iconv-lite'
import { ok, refuse, type Result } from '../../kernel/result.ts'

// What banks' systems call GBK: code page 936 without later additions.
const gbk = 'cp936'

export type TextEncoding = 'utf-8' | 'gbk' | 'gb18030'

/**
 * A text file's bytes. UTF-8 begins with a byte order mark, without which Excel in China takes it for GBK; the other two
 * never have one. GBK lacks some characters of names (䶮, 𫖯): a file that needs one is refused and not written with "?".
 * GB18030 has them all, and is the same as GBK for everything GBK has. Standard: GB 18030-2022.
 */
export function encodeText(text: string, encoding: TextEncoding): Result<Uint8Array<ArrayBuffer>> {
  if (encoding === 'utf-8') return ok(Uint8Array.from(new TextEncoder().encode(`\uFEFF${text}`)))
  const lacking = encoding === 'gbk' ? charactersOutsideGbk(text) : []
  if (lacking.length > 0) return refuse('gbk_lacks_character', { characters: lacking.join('、') })
  return ok(Uint8Array.from(iconv.encode(text, encoding === 'gbk' ? gbk : encoding)))
}

/** The characters of a text that GBK cannot write, each once. */
export function charactersOutsideGbk(text: string): string[] {
  return [...new Set(text)].filter((character) => iconv.decode(iconv.encode(character, gbk), gbk) !== character)
}
