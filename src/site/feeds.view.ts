import { newsPath, type NewsSummary } from '../news/news.js';

/** Sitemap protocol 0.9. */
export function sitemap(publicUrl: string, entries: { path: string; changed?: Date }[]): string {
  const urls = entries.map(({ path, changed }) => {
    const lastmod = changed === undefined ? '' : `<lastmod>${changed.toISOString()}</lastmod>`;
    return `<url><loc>${xml(publicUrl + path)}</loc>${lastmod}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('\n')}</urlset>`;
}

/** RFC 4287. */
export function atomFeed(publicUrl: string, title: string, pieces: NewsSummary[]): string {
  const entries = pieces.map((piece) => {
    const url = xml(publicUrl + newsPath(piece));
    const at = piece.publishedAt.toISOString();
    const author = piece.source ?? title;
    return `<entry><id>${url}</id><title>${xml(piece.title)}</title><link href="${url}"/><published>${at}</published><updated>${at}</updated><author><name>${xml(author)}</name></author><summary>${xml(piece.summary)}</summary></entry>`;
  });
  const updated = (pieces[0]?.publishedAt ?? new Date(0)).toISOString();
  const self = xml(`${publicUrl}/feed.xml`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><id>${self}</id><title>${xml(title)}</title><updated>${updated}</updated><link rel="self" href="${self}"/><link href="${xml(`${publicUrl}/`)}"/>
${entries.join('\n')}
</feed>`;
}

function xml(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}/gu, '') // XML 1.0 has no place for other control characters
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
