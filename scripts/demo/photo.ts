const width = 240
const height = 180

type Colour = [number, number, number]

/** A small invented photograph of bruised berries, as PNG bytes. */
export function drawPhoto(): Promise<ArrayBuffer> {
  return png(berryAt)
}

/** A small invented sheet with a few printed lines and a signature under them, as PNG bytes. */
export function drawSignedSheet(): Promise<ArrayBuffer> {
  return png(inkAt)
}

async function png(colourAt: (x: number, y: number) => Colour): Promise<ArrayBuffer> {
  const rows = new Uint8Array(height * (1 + width * 3))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(colourAt(x, y), y * (1 + width * 3) + 1 + x * 3)
  }
  const header = new Uint8Array([...word(width), ...word(height), 8, 2, 0, 0, 0])
  const data = new Uint8Array(await new Response(new Blob([rows]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer())
  const signature = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])
  return new Blob([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', new Uint8Array())]).arrayBuffer()
}

// Round berries on a wooden board, every third one with a dark bruise.
function berryAt(x: number, y: number): Colour {
  const column = Math.floor(x / 48)
  const row = Math.floor(y / 45)
  const dx = (x % 48) - 24
  const dy = (y % 45) - 22
  const distance = dx * dx + dy * dy
  if (distance > 420) return [190 + ((x * 7 + y) % 14), 158 + ((x * 3) % 10), 116]
  const bruised = (column + row * 2) % 3 === 0 && dx * dx + (dy - 6) * (dy - 6) < 150
  const light = Math.max(0, 60 - Math.floor(((dx + 8) * (dx + 8) + (dy + 8) * (dy + 8)) / 6))
  return bruised ? [70, 30, 34] : [136 + light, 22 + Math.floor(light / 3), 48 + Math.floor(light / 3)]
}

function inkAt(x: number, y: number): Colour {
  const printed = y > 24 && y < 110 && y % 18 < 3 && x > 24 && x < 200 - ((y * 7) % 60)
  const stroke = Math.abs(y - 142 - 12 * Math.sin(x / 7) - ((x * 3) % 5)) < 2 && x > 120 && x < 210
  return printed ? [70, 70, 72] : stroke ? [30, 50, 130] : [244, 241, 232]
}

function chunk(name: string, data: Uint8Array): Blob {
  const body = new Uint8Array([...new TextEncoder().encode(name), ...data])
  return new Blob([new Uint8Array(word(data.length)), body, new Uint8Array(word(crc(body)))])
}

function word(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}

function crc(bytes: Uint8Array): number {
  let rest = 0xffffffff
  for (const byte of bytes) {
    rest ^= byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  }
  return (rest ^ 0xffffffff) >>> 0
}
