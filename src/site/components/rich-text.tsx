/** The one place where HTML goes in as it is: article bodies, sanitised when they were stored. */
export function RichText({ html }: { html: string }) {
  return <div class="rich-text" dangerouslySetInnerHTML={{ __html: html }} />;
}
