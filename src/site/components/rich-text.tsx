/** The one place where HTML goes in as it is: article bodies, which only the centre itself writes. */
export function RichText({ html }: { html: string }) {
  return <div class="rich-text" dangerouslySetInnerHTML={{ __html: html }} />;
}
