/** The object that a value is, or an empty one: what it has is still to be looked at. */
export function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

/** The object that a text says as JSON, or an empty one. */
export function parseObject(text: string): object {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}
