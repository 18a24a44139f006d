export function median(values) {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/** @param {number[]} sorted ascending; interpolated between neighbours */
export function quantile(sorted, share) {
  if (sorted.length === 0) return null;
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at % 1);
}

/** Null stays null: what was not measured is not a figure. */
export function round(value, digits = 2) {
  return value === null || value === undefined || Number.isNaN(value) ? null : Number(value.toFixed(digits));
}

export function ratio(a, b) {
  return a === null || b === null || b === 0 ? null : a / b;
}
