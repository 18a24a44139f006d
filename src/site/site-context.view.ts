import type { Contact } from '../contact/contact.js';
import type { NewsColumn } from '../news/news.js';

/** What every page knows: who we are, where the visitor is, and where the static files lie. */
export interface SiteContext {
  contact: Contact;
  /** In the order of the navigation. */
  columns: Pick<NewsColumn, 'slug' | 'name'>[];
  /** Canonical path of this page with the query that makes it another page, such as `/courses?category=x&page=2`. */
  path: string;
  assets: { css: string; formJs: string; favicon: string };
  /** Origin without a slash at the end. */
  publicUrl: string;
  /** Of the copyright line. */
  year: number;
}
