export interface Crumb {
  name: string;
  href: string;
}

/** 当前位置: the pages above this one, from the home page down. The page itself is named by its heading. */
export function Breadcrumb({ above, here }: { above: Crumb[]; here?: string }) {
  return (
    <nav class="breadcrumb wrap" aria-label="当前位置">
      <span class="muted">当前位置：</span>
      <ol class="plain">
        {[{ name: '首页', href: '/' }, ...above].map(({ name, href }) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
        {here !== undefined && <li aria-current="page">{here}</li>}
      </ol>
    </nav>
  );
}
