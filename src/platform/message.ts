import { sql } from 'drizzle-orm'
import type { Clock } from './clock.ts'
import { newId } from './clock.ts'
import type { Statement } from './database.ts'

export type Message = { channel: 'sms' | 'email'; recipient: string; template: string; body: string }

/** Queues a message to a buyer, in a market batch. A sender outside picks it up; the demo shows it. */
export function queueMessage(clock: Clock, { channel, recipient, template, body }: Message): Statement {
  return sql`INSERT INTO messages (id, channel, recipient, template, body, at_ms)
    VALUES (${newId('msg', clock)}, ${channel}, ${recipient}, ${template}, ${body}, ${clock.now()})`
}
