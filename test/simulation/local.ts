import type { Group } from './gate.ts'
import { Oracle } from './oracle/oracle.ts'
import { Simulation, type Options } from './simulation.ts'
import { listenTo, SqliteEngine } from './sqlite-engine.ts'

/** A simulation in this process, on its own databases in memory. */
export function localSimulation(options: Options) {
  const engines = { market: new SqliteEngine('market'), county: new SqliteEngine('county'), vault: new SqliteEngine('vault') }
  const read = async <Row>(group: Group, text: string, params: readonly unknown[] = []) => engines[group].read<Row>(text, params)
  const heard = {
    market: listenTo(engines.market, 'market'),
    county: listenTo(engines.county, 'county'),
    vault: () => new Map<string, Set<string>>(),
  }
  const oracle = new Oracle(read, (group) => heard[group]())
  const simulation = new Simulation({ engines, read }, oracle, options)
  return { simulation, oracle, engines, close: () => Object.values(engines).forEach((engine) => engine.close()) }
}
