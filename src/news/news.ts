export interface NewsColumn {
  slug: string;
  name: string;
  summary: string;
  /** Published pieces in it. */
  pieces: number;
}

/** What a list of news shows. */
export interface NewsSummary {
  id: number;
  column: { slug: string; name: string };
  title: string;
  source: string | null;
  publishedAt: Date;
  summary: string;
  tags: string[];
  views: number;
}

/** Everything an article page shows. */
export interface NewsPiece extends NewsSummary {
  author: string | null;
  bodyHtml: string;
  updatedAt: Date;
}

/** The pieces around one piece: neighbours in its column by time, related by tags, latest of all. */
export interface NewsSurroundings {
  previous: NewsSummary | null;
  next: NewsSummary | null;
  related: NewsSummary[];
  latest: NewsSummary[];
}

/** The address of a piece; it never changes. */
export function newsPath(piece: { id: number; column: { slug: string } }): string {
  return `/${piece.column.slug}/${piece.id}.html`;
}
