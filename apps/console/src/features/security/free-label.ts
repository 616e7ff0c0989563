/** The name itself where nothing is called that yet, else with the first number from 2 on that is free. */
export function freeLabel(name: string, taken: readonly string[]): string {
  let label = name;
  for (let number = 2; taken.includes(label); number += 1) label = `${name} ${number}`;
  return label;
}
