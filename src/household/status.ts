import type { LocalDate } from '../kernel/time.ts'

/** Registry status 建档立卡状态; the one in force on the day of a delivery counts. */
export const registryStatuses = ['registered', 'exited', 'monitored_unstable', 'monitored_marginal', 'monitored_emergency', 'none'] as const

export type RegistryStatus = (typeof registryStatuses)[number]

export type DatedStatus = { status: RegistryStatus; fromOn: LocalDate }

export const statusWords: Record<RegistryStatus, { zh: string; en: string }> = {
  registered: { zh: '建档立卡', en: 'Registered' },
  exited: { zh: '已脱贫', en: 'Exited' },
  monitored_unstable: { zh: '脱贫不稳定', en: 'Monitored: unstable exit' },
  monitored_marginal: { zh: '边缘易致贫', en: 'Monitored: marginal' },
  monitored_emergency: { zh: '突发严重困难', en: 'Monitored: sudden hardship' },
  none: { zh: '一般户', en: 'Not on the register' },
}

/** A status as written in a file: our code or its Chinese word; null when it is neither. */
export function parseStatus(text: string): RegistryStatus | null {
  return registryStatuses.find((status) => status === text || statusWords[status].zh === text) ?? null
}

/**
 * What a listed status means for a household whose latest recorded one is known: nothing new, a new row, or a
 * conflict, because a later row never rewrites days already recorded.
 */
export function statusChange(latest: DatedStatus | null, listed: DatedStatus): 'same' | 'new' | 'conflict' {
  if (latest?.status === listed.status) return 'same'
  return latest === null || listed.fromOn > latest.fromOn ? 'new' : 'conflict'
}
