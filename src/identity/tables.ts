import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Role } from '../kernel/actor.ts'

export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  username: text('username'),
  phone: text('phone'),
  name: text('name').notNull(),
  passwordHash: text('password_hash'),
  disabledAtMs: integer('disabled_at_ms'),
  createdAtMs: integer('created_at_ms').notNull(),
})

export const grants = sqliteTable('grants', {
  userId: text('user_id').notNull(),
  role: text('role').$type<Role>().notNull(),
  scope: text('scope').notNull(),
  grantedBy: text('granted_by').notNull(),
  grantedAtMs: integer('granted_at_ms').notNull(),
})

export const sessions = sqliteTable('sessions', {
  tokenSha256: text('token_sha256').primaryKey(),
  userId: text('user_id'),
  householdId: text('household_id'),
  cardId: text('card_id'),
  createdAtMs: integer('created_at_ms').notNull(),
  expiresAtMs: integer('expires_at_ms').notNull(),
})

export const rateLimits = sqliteTable('rate_limits', {
  key: text('key').primaryKey(),
  windowEndsAtMs: integer('window_ends_at_ms').notNull(),
  count: integer('count').notNull(),
})

export const signInCodes = sqliteTable('sign_in_codes', {
  phone: text('phone').primaryKey(),
  codeSha256: text('code_sha256').notNull(),
  tries: integer('tries').notNull(),
  expiresAtMs: integer('expires_at_ms').notNull(),
})
