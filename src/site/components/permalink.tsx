import { CopyButton } from './copy-button.js';

/** 本文地址: the address as text, with a copy button where the browser can copy. */
export function Permalink({ url }: { url: string }) {
  return (
    <p class="permalink">
      <span class="muted">本文地址：</span>
      <span id="permalink" class="url">
        {url}
      </span>
      <CopyButton target="permalink" label="复制" />
    </p>
  );
}
