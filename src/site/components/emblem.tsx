/** Our own mark: two rivers that meet (嘉陵江 and 长江), which are also the pages of an open book. */
export function Emblem({ class: className }: { class?: string }) {
  return (
    <svg class={className} viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">
      <rect width="48" height="48" rx="3" fill="#9b1c1f" />
      <g fill="none" stroke="#fdfbf7" stroke-width="2.4" stroke-linecap="round">
        <path d="M8 12c7-1.6 13 1 16 7 3-6 9-8.600 16-7" />
        <path d="M8 20c7-1.600 13 1 16 7 3-6 9-8.600 16-7" />
        <path d="M8 28c7-1.600 13 1 16 7 3-6 9-8.600 16-7" />
        <path d="M24 35v6" />
      </g>
    </svg>
  );
}
