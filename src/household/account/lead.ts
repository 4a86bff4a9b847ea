import { dayMs, type Ms } from '../../kernel/time.ts'

/** From how many households changed by one person within seven days on it is worth a look. */
const manyHouseholds = 3

/**
 * How many households' accounts one person changed within seven days, by that person, where it is three or more: a lead for
 * the office. Changes that a register's list brought are not counted.
 */
export function bursts(
  changes: readonly { enteredBy: string; enteredAtMs: Ms; householdId: string; proof: string }[],
): Map<string, number> {
  const byPerson = Map.groupBy(
    changes.filter(({ proof }) => proof !== 'register'),
    ({ enteredBy }) => enteredBy,
  )
  const most = [...byPerson].map(([person, own]) => {
    const within = own.map(
      (last) =>
        new Set(
          own
            .filter(({ enteredAtMs }) => enteredAtMs <= last.enteredAtMs && enteredAtMs > last.enteredAtMs - 7 * dayMs)
            .map((each) => each.householdId),
        ).size,
    )
    return [person, Math.max(...within)] as const
  })
  return new Map(most.filter(([, households]) => households >= manyHouseholds))
}
