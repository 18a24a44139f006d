/** Twice what our own bodies need. */
const MOST_LEVELS = 8;
/** Members of one object; our own have 20. */
const MOST_MEMBERS = 64;

/**
 * Whether an object holds objects in objects in objects … or members beyond reason. The libraries that check bodies
 * walk them recursively and slowly: 64 KB of brackets would end in a stack overflow, 64 KB of keys in a long wait. Does not recurse itself.
 */
export function isNestedTooDeeply(value: unknown): boolean {
  let level = [value].filter(isObject);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === MOST_LEVELS) return true;
    if (level.some((object) => Object.keys(object).length > MOST_MEMBERS)) return true;
    level = level.flatMap((object) => Object.values(object).filter(isObject));
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
