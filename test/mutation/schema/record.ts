import { readFileSync, writeFileSync } from 'node:fs'
import { House } from './house.ts'
import { probe } from './probe.ts'
import { groups } from './schema.ts'
import { worlds } from './worlds.ts'
import { thought } from './witnesses/all.ts'
import { recordedFile, recordedOf } from './witnesses/recorded.ts'

/** Writes down the witnesses that need no thought for what the migrations hold now; those that still stand stay as they are. */
for (const group of groups) {
  const house = new House(group, worlds[group])
  const byHand = new Set(thought[group].map(({ of }) => of))
  const kept = recordedOf(group).filter(({ of }) => house.constraints.has(of) && !byHand.has(of))
  const known = new Set(kept.map(({ of }) => of))
  const fresh = [...house.constraints.values()].filter(({ key }) => !known.has(key) && !byHand.has(key)).flatMap((one) => probe(house, one))
  const place = new Map([...house.constraints.keys()].map((key, index) => [key, index]))
  const all = [...kept, ...fresh].sort((a, b) => place.get(a.of)! - place.get(b.of)!)
  const text = all.map((witness) => `${JSON.stringify(witness)}\n`).join('')
  if (text !== readFileSync(recordedFile(group), 'utf8')) writeFileSync(recordedFile(group), text)
  const seen = new Set([...all.map(({ of }) => of), ...byHand])
  const without = [...house.constraints.keys()].filter((key) => !seen.has(key))
  console.log(
    `${group}: ${house.constraints.size} constraints, ${all.length} witnesses recorded, ${byHand.size} thought out, without any: ${without.length}`,
  )
  for (const key of without) console.log(`  ${key}`)
}
