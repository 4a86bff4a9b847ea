import type { DatabaseSync } from 'node:sqlite'
import type { Constraint } from './constraint.ts'
import { constraintsOf, databaseWithout, piecesAround, schemaOf, tablesOf, type Group, type Piece } from './schema.ts'
import { beforeEntering, entering, insert, specimensOf, type Specimens, type World } from './specimen.ts'
import type { Witness } from './witness.ts'

/** What came of a witness: the words it was refused in, or what was read afterwards. */
export type Outcome = { refused: string } | { read: unknown }

// Where a witness acts: before or after a table's specimen stands, or with every specimen in place.
type Scene = { table: string; stands: 'before' | 'after' | 'all'; around: string[] }

/** A group's schema with a valid row of every table, from which any constraint can be taken. */
export class House {
  readonly constraints: Map<string, Constraint>
  readonly specimens: Specimens
  readonly #pieces: Piece[]
  readonly #world: World
  readonly #whole = new Map<string, DatabaseSync>()

  constructor(group: Group, world: World) {
    this.#pieces = schemaOf(group)
    this.#world = world
    this.constraints = new Map(constraintsOf(this.#pieces).map((one) => [one.key, one]))
    this.specimens = specimensOf(databaseWithout(this.#pieces, []), this.#pieces, world)
  }

  /** What becomes of a witness with these constraints taken away. */
  outcome(witness: Witness, without: readonly string[]): Outcome {
    const database = this.#database(this.#sceneOf(witness), without)
    if (typeof database === 'string') return { refused: `the world does not stand: ${database}` }
    database.exec('SAVEPOINT witness')
    try {
      for (const statement of [...(('given' in witness && witness.given) || []), this.#statementOf(witness)]) database.exec(statement)
      return { read: 'reads' in witness ? (Object.values(database.prepare(witness.reads).get() ?? {})[0] ?? null) : null }
    } catch (error) {
      return { refused: error instanceof Error ? error.message : String(error) }
    } finally {
      database.exec('ROLLBACK TO witness; RELEASE witness')
      if (without.length > 0) database.close()
    }
  }

  #database(scene: Scene, without: readonly string[]): DatabaseSync | string {
    const place = `${scene.table} ${scene.stands} ${scene.around.join()}`
    const known = without.length === 0 ? this.#whole.get(place) : undefined
    if (known) return known
    const pieces = piecesAround(this.#pieces, [scene.table, ...scene.around])
    const database = databaseWithout(
      pieces,
      without.map((key) => this.#constraint(key)),
    )
    try {
      database.exec(this.#setting(scene, tablesOf(pieces)))
    } catch (error) {
      return String(error)
    }
    if (without.length === 0) this.#whole.set(place, database)
    return database
  }

  #setting({ table, stands }: Scene, tables: string[]): string {
    const before = stands === 'all' ? tables : tables.slice(0, tables.indexOf(table))
    const setting = before.map((name) => entering(this.#world, this.specimens, name))
    if (stands === 'before') setting.push(beforeEntering(this.#world, this.specimens, table))
    if (stands === 'after') setting.push(entering(this.#world, this.specimens, table))
    return setting.join(';')
  }

  #sceneOf(witness: Witness): Scene {
    const { table } = this.#constraint(witness.of)
    if ('change' in witness) return { table, stands: 'before', around: [] }
    if ('as' in witness && !('refused' in witness)) return { table, stands: 'after', around: [] }
    const text = JSON.stringify(witness)
    return { table, stands: 'all', around: [...this.specimens.keys()].filter((name) => new RegExp(`\\b${name}\\b`).test(text)) }
  }

  #statementOf(witness: Witness): string {
    if ('refused' in witness) return witness.refused
    if ('run' in witness) return witness.run
    const { table } = this.#constraint(witness.of)
    const row = 'change' in witness ? witness.change : 'again' in witness ? witness.again : witness.replace
    return insert(table, { ...this.specimens.get(table)!, ...row }, 'replace' in witness ? 'INSERT OR REPLACE' : 'INSERT')
  }

  #constraint(key: string): Constraint {
    const constraint = this.constraints.get(key)
    if (!constraint) throw new Error(`there is no constraint "${key}"`)
    return constraint
  }
}
