import { describe, expect, it } from 'vitest'
import { isSigned, signerOf } from '../../src/platform/signature.ts'
import { base64, hex, utf8 } from '../../src/proof/bytes.ts'
import { checkpointText, formatKey, keyId, parseCheckpoint, parseKey, parseNote, signatureBy, signedNote } from '../../src/proof/note.ts'
import { formatProof, parseProof, type LogProof } from '../../src/proof/tlog-proof.ts'

// The example of golang.org/x/mod/sumdb/note: another implementation's key and signature.
const peter = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const petersText = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const petersNote = `${petersText}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`

// RFC 8032, section 7.1, test 1.
const secret = 'nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A='

describe('a signed note', () => {
  it('of another implementation is read and verified', async () => {
    const key = parseKey(peter)!
    expect(hex(keyId(key))).toBe('c74f20a3')
    const note = parseNote(petersNote)!
    expect(note.text).toBe(petersText)
    expect(await isSigned(key.publicKey, utf8(note.text), signatureBy(note, key)!)).toBe(true)
    expect(await isSigned(key.publicKey, utf8(note.text.replace('answer', 'Answer')), signatureBy(note, key)!)).toBe(false)
    expect(formatKey(key)).toBe(peter)
  })

  it('signed here has the key and signature of RFC 8032, and is read back', async () => {
    const signer = await signerOf(secret)
    expect(hex(signer.publicKey)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
    expect(hex(await signer.sign(new Uint8Array()))).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    )
    const key = { name: 'example.org/log', publicKey: signer.publicKey }
    const text = checkpointText({ origin: key.name, size: 7, root: new Uint8Array(32) })
    const note = parseNote(signedNote(text, key, await signer.sign(utf8(text))))!
    expect(await isSigned(key.publicKey, utf8(note.text), signatureBy(note, key)!)).toBe(true)
    expect(signatureBy(note, { ...key, name: 'example.org/other' })).toBeNull()
    expect(parseCheckpoint(note.text)).toEqual({ origin: key.name, size: 7, root: new Uint8Array(32) })
  })

  it.each(['', 'text\n', 'text\n\n', 'text\n\nno dash\n', 'text\n\n— name notbase64!\n', 'text\n\n— name AAAA'])('%j is none', (note) => {
    expect(parseNote(note)).toBeNull()
  })

  it.each(['', 'a+b+c', peter.replace('c74f20a3', 'c74f20a4'), peter.replace('ARpc', 'AhpC'), `${peter}=`])('%j is no key', (line) => {
    expect(parseKey(line)).toBeNull()
  })

  it.each(['\n1\nAAAA\n', 'o\n01\n', 'o\n-1\n', `o\n1\n${'A'.repeat(43)}`, `o\n9007199254740993\n${'A'.repeat(43)}=\n`])(
    '%j is no checkpoint',
    (text) => {
      expect(parseCheckpoint(text)).toBeNull()
    },
  )
})

describe('a .tlog-proof file', () => {
  const proof: LogProof = {
    salt: new Uint8Array(32).fill(7),
    canonical: utf8('1:t,{}'),
    index: 5,
    path: [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)],
    checkpoint: petersNote,
  }

  it('has the lines of c2sp.org/tlog-proof, and is read back', () => {
    const file = formatProof(proof)
    expect(file.split('\n').slice(0, 6)).toEqual([
      'c2sp.org/tlog-proof@v1',
      `extra ${base64(new Uint8Array([...proof.salt, ...proof.canonical]))}`,
      'index 5',
      base64(proof.path[0]!),
      base64(proof.path[1]!),
      '',
    ])
    expect(parseProof(file)).toEqual(proof)
    expect(parseProof(`\r\n${file.replaceAll('\n', '\r\n')}  `)).toEqual(proof)
    expect(parseProof(formatProof({ ...proof, index: 0, path: [] }))).toEqual({ ...proof, index: 0, path: [] })
  })

  it('is refused when a line is missing, misspelt or too short', () => {
    const file = formatProof(proof)
    const broken = [
      '',
      'hello',
      file.replace('@v1', '@v2'),
      file.replace(/extra .*\n/, ''),
      file.replace(/extra .*\n/, 'extra AAAA\n'),
      file.replace('index 5', 'index 05'),
      file.replace('index 5', 'index -1'),
      file.replace(/^AQEB.*$/m, 'AQEB'),
      file.split('\n\n')[0]!,
    ]
    for (const text of broken) expect(parseProof(text), text.slice(0, 60)).toBeNull()
  })
})
