/** Waits for what another process will do; asks often, and says what it waited for when it never comes. */
export async function until(
  happened: () => boolean | Promise<boolean>,
  withinMs = 15_000,
  what = happened.toString(),
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await happened())) {
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
