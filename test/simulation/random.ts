/** Numbers that look random and are the same for the same seed (sfc32, 128 bits of state). */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number, stream = '') {
    let hash = 2_166_136_261
    for (const character of `${seed}/${stream}`) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619)
    this.#a = hash >>> 0
    this.#b = Math.imul(hash, 2_246_822_519) >>> 0
    this.#c = seed >>> 0
    for (let i = 0; i < 12; i++) this.next()
  }

  /** 32 random bits. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor((this.next() / 4_294_967_296) * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability * 4_294_967_296
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from')
    return list[this.between(0, list.length - 1)]!
  }

  /** One of a list, later ones more likely: what is recent collides with more. */
  pickLate<T>(list: readonly T[]): T {
    return this.chance(0.7) && list.length > 12 ? this.pick(list.slice(-12)) : this.pick(list)
  }

  /** A key by weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries<number>(weights) as [K, number][]
    let left = (this.next() / 4_294_967_296) * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [key, weight] of entries) if ((left -= weight) < 0) return key
    return entries.at(-1)![0]
  }

  /** An amount people forget to try: mostly ordinary, sometimes the least, sometimes close to the most. */
  odd(low: number, high: number, ordinary: readonly [number, number]): number {
    if (this.chance(0.12)) return low
    if (this.chance(0.05)) return this.between(Math.max(low, high - 3), high)
    return this.between(Math.max(low, ordinary[0]), Math.min(high, ordinary[1]))
  }

  fillBytes(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.next() & 255
  }
}
