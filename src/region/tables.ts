import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Level } from './division.ts'

export const divisions = sqliteTable('divisions', {
  code: text('code').primaryKey(),
  level: text('level').$type<Level>().notNull(),
  parentCode: text('parent_code'),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
})
