import { configure, type Bindings } from '../../src/env.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { startOfDay } from '../../src/kernel/time.ts'
import type { Context } from '../../src/platform/context.ts'
import { Database } from '../../src/platform/database.ts'
import { once } from '../../src/platform/commit.ts'
import { Bank } from './bank.ts'
import { memoryBucket } from './bucket.ts'
import { VirtualClock } from './clock.ts'
import { jobDeed, jobNames, tellDeed } from './deeds/clockwork.ts'
import { season } from './deeds/season.ts'
import { everyRetry } from './deeds/manager.ts'
import { buyers, found, office, supervisor } from './founding.ts'
import { Gate, gatedDatabase, settled, Violation, type Engine, type FaultRates, type Group, type Run } from './gate.ts'
import { judgeAnswer, type Answer } from './judge.ts'
import type { Oracle } from './oracle/oracle.ts'
import { Provider } from './provider.ts'
import { Random } from './random.ts'
import { emptyTally, type Tally } from './tally.ts'
import { seedCrypto } from './seeded-crypto.ts'
import type { Deed, Maker, World } from './world.ts'

/** Where a simulation's tables are, and how to look at them beside the gate. */
export type Ground = {
  engines: Record<Group, Engine>
  read<Row>(group: Group, text: string, params?: readonly unknown[]): Promise<Row[]>
}

export type Options = { seed: number; steps: number; log?: (line: string) => void }

const totalWeight = season.reduce((sum, { weight }) => sum + weight, 0)

type Flight = { run: Run; deed: Deed; key: string; ended: Answer | null; startedAtMs: number }

const secretsOf = () => {
  const configuration = configure({ ENVIRONMENT: 'test', PAYMENT_GATEWAY: 'sandbox' } as Bindings)
  if ('missing' in configuration) throw new Error(configuration.missing.join())
  return configuration
}

/** One world and everything that happens in it. The same seed and steps: the same world, call by call. */
export class Simulation {
  readonly tally: Tally = emptyTally()
  readonly world: World
  readonly lately: string[] = []
  readonly #ground: Ground
  readonly #options: Options
  readonly #gate: Gate
  readonly #oracle: Oracle
  readonly #width: number
  readonly #files = memoryBucket()
  readonly #flights: Flight[] = []
  readonly #again: Flight[] = []
  #keys = 0

  constructor(ground: Ground, oracle: Oracle, options: Options) {
    const random = new Random(options.seed, 'people')
    this.#ground = ground
    this.#options = options
    this.#oracle = oracle
    this.#width = random.pick([1, 1, 2, 4, 8])
    this.#gate = new Gate(new Random(options.seed, 'gate'), faultRates(random))
    const clock = new VirtualClock(startOfDay('2026-05-20') + 9 * 3_600_000)
    this.world = {
      random,
      clock,
      provider: new Provider(new Random(options.seed, 'provider'), clock),
      bank: new Bank(new Random(options.seed, 'bank'), random.pick([0, 0.1, 0.4])),
      organisations: [],
      enterpriseId: '',
      office,
      supervisor,
      buyers,
      householdIds: [],
      products: [],
      placed: [],
      guaranteeReferences: new Map(),
      counter: 0,
      soon: [],
      read: ground.read.bind(ground),
    }
  }

  /** Runs the seed to its end, and then until nothing moves any more. Throws a `Violation` at the first thing that must not be. */
  async run(): Promise<Tally> {
    const restore = seedCrypto(new Random(this.#options.seed, 'ids'))
    try {
      await this.#found()
      this.#gate.calm = false
      while (this.tally.steps < this.#options.steps) await this.#tick()
      this.#gate.calm = true
      await this.#comeToRest()
      return this.tally
    } finally {
      this.tally.faults = { ...this.#gate.injected }
      restore()
    }
  }

  async #found(): Promise<void> {
    for (const buyer of buyers) if (buyer.kind === 'user') await this.#ground.engines.market.execute([newUser(buyer.userId)])
    const founding: Deed = { kind: 'found', actor: { kind: 'system', job: 'founder' }, command: (context) => found(context, this.world) }
    await this.#alone(founding)
    this.tally.steps = 0
  }

  async #tick(): Promise<void> {
    const { random } = this.world
    if (this.#flights.length > 1 && random.chance(0.001)) this.#gate.crash()
    const room = this.#flights.length < this.#width && this.tally.steps + this.#flights.length < this.#options.steps
    if (room && (this.#gate.waiting === 0 || random.chance(0.35))) await this.#startSomething()
    else if (this.#gate.waiting > 0) await this.#gate.release()
    await settled()
    await this.#land()
  }

  async #startSomething(): Promise<void> {
    const { random } = this.world
    this.world.clock.pass(random.between(0, 20_000))
    if (this.#again.length > 0 && random.chance(0.15)) return this.#startAgain()
    const deed = await this.#someMaker()(this.world)
    if (deed && 'passes' in deed) await this.#pass(deed.passes)
    else if (deed) this.#start(deed, this.#newKey())
  }

  // No process lives for hours: what is under way ends before, or dies.
  async #pass(ms: number): Promise<void> {
    if (this.world.random.chance(0.2)) this.#gate.crash()
    await this.#finish()
    this.world.clock.pass(ms)
    this.world.provider.pass()
  }

  async #finish(): Promise<void> {
    while (this.#flights.length > 0) {
      if (this.#gate.waiting > 0) await this.#gate.release()
      await settled()
      await this.#land()
    }
  }

  #someMaker(): Maker {
    const { random, soon } = this.world
    if (soon.length > 0 && random.chance(0.5)) return soon.splice(random.between(0, soon.length - 1), 1)[0]!
    let at = random.between(0, totalWeight - 1)
    return season.find(({ weight }) => (at -= weight) < 0)!.maker
  }

  // Sent again with the same key, as a browser or a partner does that did not hear the answer, or heard it and was unsure.
  #startAgain(): void {
    const { random, clock } = this.world
    const [{ deed, key, startedAtMs }] = this.#again.splice(random.between(0, this.#again.length - 1), 1) as [Flight]
    if (clock.now() - startedAtMs < 60 * 3_600_000) this.#start(deed, key, startedAtMs)
  }

  #newKey(): string {
    this.#keys += 1
    return `key-${String(this.#keys).padStart(8, '0')}`
  }

  #start(deed: Deed, key: string, startedAtMs = this.world.clock.now()): Flight {
    const run: Run = { kind: deed.kind, writes: new Set(), faults: 0, dead: false }
    const flight: Flight = { run, deed, key, ended: null, startedAtMs }
    this.#flights.push(flight)
    const context = this.#context(flight)
    const command = () => deed.command(context)
    const answer = deed.keyed ? once(context, deed.keyed, command as () => ReturnType<typeof once>) : command()
    void answer.then(
      (value: unknown) => (flight.ended = { value }),
      (error: unknown) => (flight.ended = { error }),
    )
    return flight
  }

  #context({ run, deed, key }: Flight): Context {
    const meter = { queries: 0, rowsRead: 0, rowsWritten: 0 }
    const wrote = (group: Group) => () => this.#oracle.afterWrite(group, run.kind)
    const database = (group: Group) => new Database(gatedDatabase(this.#gate, run, group, this.#ground.engines[group], wrote(group)), meter)
    return {
      market: database('market'),
      county: database('county'),
      vault: database('vault'),
      files: this.#files,
      gateway: this.world.provider.gateway(this.#gate, run),
      clock: this.world.clock,
      actor: deed.actor,
      locale: 'zh',
      requestId: 'simulation',
      once: deed.keyed ? { route: deed.kind, key, inputSha256: 'b'.repeat(64) } : null,
      ...secretsOf(),
    }
  }

  /** Takes in what has ended since. */
  async #land(): Promise<void> {
    for (const flight of this.#flights.filter(({ ended, run }) => ended !== null || run.dead)) {
      this.#flights.splice(this.#flights.indexOf(flight), 1)
      await this.#judge(flight)
    }
  }

  async #judge(flight: Flight): Promise<void> {
    const { deed, run, ended, key } = flight
    this.tally.steps += 1
    const verdict = judgeAnswer(run, ended)
    this.#note(`${this.tally.steps} ${deed.kind} ${actorName(deed.actor)} ${verdict.words}`)
    count(this.tally.deeds, deed.kind)
    count(this.tally.answers, `${deed.kind}: ${verdict.kind === 'refused' ? verdict.code : verdict.kind}`)
    if (verdict.kind === 'refused') {
      count(this.tally.refusals, verdict.code)
      deed.refused?.()
    }
    if (verdict.kind === 'done') {
      deed.answered?.(verdict.value)
      this.#oracle.acknowledged(deed.kind, key, verdict.value)
    }
    if (verdict.kind === 'refused') this.#oracle.refused(deed.kind, verdict.code, run.writes)
    if (deed.keyed && (verdict.kind === 'lost' || (verdict.kind === 'done' && this.world.random.chance(0.05)))) this.#again.push(flight)
    await this.#oracle.afterStep(this.tally.steps)
  }

  #note(line: string): void {
    this.lately.push(line)
    if (this.lately.length > 30) this.lately.shift()
    this.#options.log?.(line)
  }

  /** Runs one deed to its end with nothing else going on. */
  async #alone(deed: Deed): Promise<void> {
    const flight = this.#start(deed, this.#newKey())
    for (;;) {
      await settled()
      if (flight.ended || flight.run.dead) break
      if (this.#gate.waiting > 0) await this.#gate.release()
    }
    await this.#land()
    if (flight.ended && 'error' in flight.ended) throw flight.ended.error
  }

  // Everything under way ends, whatever was unsure is asked again, the provider tells all, and the jobs run until nothing changes.
  async #comeToRest(): Promise<void> {
    await this.#finish()
    await this.#untilQuiet()
    for (const deed of await everyRetry(this.world)) await this.#alone(deed)
    // What is tried anew may turn out to have come back before: the notice of it has been waiting.
    await this.#untilQuiet()
    this.world.clock.pass(25 * 3_600_000)
    for (const name of ['reconcile-day', 'seal-facts']) await this.#alone(jobDeed(name))
    await this.#oracle.atRest(this.world)
  }

  async #untilQuiet(): Promise<void> {
    const { provider, clock } = this.world
    for (let round = 0, quiet = 0; quiet < 2; round++) {
      if (round > 400) throw new Violation('the jobs never come to rest')
      const before = this.#oracle.writes
      clock.pass(3_600_000)
      provider.pass(1)
      for (const event of provider.due.slice()) await this.#alone(tellDeed(this.world, event))
      for (const name of jobNames) await this.#alone(jobDeed(name))
      quiet = this.#oracle.writes === before ? quiet + 1 : 0
    }
  }
}

function newUser(id: string) {
  return {
    text: 'INSERT INTO users (id, username, phone, name, password_hash, disabled_at_ms, created_at_ms) VALUES (?, ?, NULL, ?, NULL, NULL, 1)',
    params: [id, id, id],
  }
}

function faultRates(random: Random): FaultRates {
  const often = random.pick([0, 0.002, 0.01, 0.03])
  return { before: often, after: often, dies: often / 2 }
}

function actorName(actor: Actor): string {
  return actor.kind === 'user' ? actor.userId : actor.kind === 'system' ? actor.job : actor.kind
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1
}
