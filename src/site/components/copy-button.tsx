/** Copies the text of an element; hidden until the script can do it, so that it is never a dead button. */
export function CopyButton({ target, label }: { target: string; label: string }) {
  return (
    <button type="button" class="copy" data-copy={target} hidden>
      {label}
    </button>
  );
}
