/** The number with its noun: `1 key`, `2 keys`. `many` is for nouns whose plural is not `one` and an s. */
export function describeCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
