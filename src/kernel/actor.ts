/** What a person may be within one division or one organisation. */
export type Role = 'operator' | 'office' | 'supervisor' | 'manager' | 'clerk'

/** `scope` is a division code (office, supervisor), an organisation id (manager, clerk) or "*" (operator). */
export type Grant = { role: Role; scope: string }

export type Actor =
  | { kind: 'guest' }
  | { kind: 'user'; userId: string; name: string; grants: Grant[] }
  | { kind: 'household'; householdId: string; cardId: string }
  | { kind: 'system'; job: string }

/** How an actor is written into the record of deeds: never a person's name. */
export function actorKey(actor: Actor): string {
  if (actor.kind === 'user') return `user:${actor.userId}`
  if (actor.kind === 'household') return `household:${actor.householdId}`
  if (actor.kind === 'system') return `system:${actor.job}`
  return 'guest'
}
