import { newsPath, type NewsSummary } from '../../news/news.js';
import { Day } from './day.js';

/** Titles with their dates, for side columns and digests. */
export function NewsTitles({ pieces }: { pieces: NewsSummary[] }) {
  return (
    <ul class="plain titles">
      {pieces.map((piece) => (
        <li key={piece.id}>
          <a href={newsPath(piece)}>{piece.title}</a>
          <Day date={piece.publishedAt} />
        </li>
      ))}
    </ul>
  );
}

/** A column's list: title, summary, date and source. */
export function NewsEntries({ pieces }: { pieces: NewsSummary[] }) {
  return (
    <ol class="plain entries">
      {pieces.map((piece) => (
        <li key={piece.id}>
          <h2>
            <a href={newsPath(piece)}>{piece.title}</a>
          </h2>
          <p>{piece.summary}</p>
          <p class="meta">
            <Day date={piece.publishedAt} />
            {piece.source !== null && <span>来源：{piece.source}</span>}
            <span>
              点击数：<span class="figures">{piece.views}</span>
            </span>
          </p>
        </li>
      ))}
    </ol>
  );
}
