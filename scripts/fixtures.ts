import { writeFileSync } from 'node:fs'
import { rosterHeadings } from '../src/household/roster.ts'
import { csvText } from '../src/kernel/csv.ts'
import { season000 } from '../test/support/factories/season-000.ts'

const folder = new URL('../test/fixtures/', import.meta.url).pathname
const { households, slips } = season000()

const roster = households.map((h) => [
  h.villageCode,
  h.name,
  h.idNumber,
  h.phone,
  h.bankName,
  h.bankAccount,
  h.people,
  h.workers,
  '建档立卡',
  '2020-01-01',
])
const members = households.map((h) => [h.number, h.idNumber, h.landCentimu])
const loads = slips.map((s) => [s.number, s.idNumber, s.deliveredOn, 'first', s.grossGrams, s.tareGrams])

// The real input of the journey: an office's file, a cooperative's list of members with their land, a season of slips.
writeFileSync(`${folder}season-000-households.csv`, csvText([rosterHeadings.zh, ...roster]))
writeFileSync(`${folder}season-000-members.csv`, csvText([['member_number', 'id_number', 'land_centimu'], ...members]))
writeFileSync(
  `${folder}season-000-slips.csv`,
  csvText([['member_number', 'id_number', 'delivered_on', 'grade', 'gross_grams', 'tare_grams'], ...loads]),
)
