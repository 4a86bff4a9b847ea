import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const organisationKinds = ['cooperative', 'enterprise', 'family_farm', 'village_collective'] as const

export const organisations = sqliteTable('organisations', {
  id: text('id').primaryKey(),
  kind: text('kind', { enum: organisationKinds }).notNull(),
  divisionCode: text('division_code').notNull(),
  creditCode: text('credit_code').notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  storyZh: text('story_zh').notNull(),
  storyEn: text('story_en').notNull(),
  phone: text('phone').notNull(),
  noticeDays: integer('notice_days').notNull(),
  createdAtMs: integer('created_at_ms').notNull(),
})

export const members = sqliteTable('members', {
  organisationId: text('organisation_id').notNull(),
  householdId: text('household_id').notNull(),
  number: integer('number').notNull(),
  fromOn: text('from_on').notNull(),
  untilOn: text('until_on'),
})
