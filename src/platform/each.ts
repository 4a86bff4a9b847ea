/** Does one thing after the other, each on its own: one that fails does not stop those behind it. Throws the failures together at the end. */
export async function each<T>(items: Iterable<T>, deed: (item: T) => Promise<unknown>): Promise<void> {
  const failures: unknown[] = []
  for (const item of items) {
    try {
      await deed(item)
    } catch (failure) {
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '))
}
