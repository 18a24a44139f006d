/** Where a visitor looks up a request; the reference alone shows nothing personal. */
export function statusUrl(publicUrl: string, reference: string): string {
  return `${publicUrl}/inquire/status?reference=${reference}`;
}
