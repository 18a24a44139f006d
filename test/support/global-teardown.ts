/** Ends what `global-setup.ts` began. */
async function globalTeardown(): Promise<void> {
  await globalThis.stopTestDatabase?.();
}

// oxlint-disable-next-line import/no-default-export -- jest takes the default export
export default globalTeardown;
