import type { SiteContext } from '../site-context.view.js';

export interface HeadProps {
  site: SiteContext;
  /** Of the page alone; the centre's name is added. Empty on the home page. */
  title: string;
  description: string;
  /** Open Graph type. */
  kind?: 'website' | 'article';
  /** Results and errors stay out of search engines, and have no canonical address. */
  hidden?: boolean;
  script?: boolean;
}

export function Head({
  site,
  title,
  description,
  kind = 'website',
  hidden = false,
  script = false,
}: HeadProps) {
  const { contact, assets, publicUrl, path } = site;
  const full = title === '' ? `${contact.centreName}｜${contact.slogan}` : `${title} - ${contact.centreName}`;
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <title>{full}</title>
      <meta name="description" content={description} />
      <meta name="format-detection" content="telephone=no" />
      <meta name="color-scheme" content="light" />
      <meta name="theme-color" content="#fdfbf7" />
      <link rel="stylesheet" href={assets.css} />
      <link rel="icon" href={assets.favicon} type="image/svg+xml" />
      {script && <script type="module" src={assets.formJs}></script>}
      {hidden ? (
        <meta name="robots" content="noindex" />
      ) : (
        <>
          <link rel="canonical" href={publicUrl + path} />
          <meta property="og:type" content={kind} />
          <meta property="og:site_name" content={contact.centreName} />
          <meta property="og:title" content={title === '' ? contact.centreName : title} />
          <meta property="og:description" content={description} />
          <meta property="og:url" content={publicUrl + path} />
          <meta property="og:locale" content="zh_CN" />
        </>
      )}
    </head>
  );
}
